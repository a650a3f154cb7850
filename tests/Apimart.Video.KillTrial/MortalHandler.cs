using Apimart.Video.Api;

namespace Apimart.Video.KillTrial;

/// <summary>The network as a worker sees it, with the kill points on its way.</summary>
internal sealed class MortalHandler : DelegatingHandler
{
    private readonly KillSwitch _switch;

    internal MortalHandler(KillSwitch killSwitch)
        : base(ApiTransport.CreateHandler(proxy: null))
    {
        _switch = killSwitch;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Post || !request.RequestUri!.AbsolutePath.Contains("/videos", StringComparison.Ordinal))
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            if (IsVideo(response) && _switch.IsDue(KillPlaces.HalfDownload))
            {
                await BreakOffAsync(response, part: 0.5, cancellationToken);
            }
            else if (IsVideo(response) && _switch.IsDue(KillPlaces.WholeDownload))
            {
                await BreakOffAsync(response, part: 1, cancellationToken);
            }

            return response;
        }

        _switch.Pass(KillPlaces.BeforePost);
        request.Content = request.Content is { } body ? new SignallingContent(body, () => _switch.Pass(KillPlaces.AfterPostBytes)) : null;
        HttpResponseMessage answer = await base.SendAsync(request, cancellationToken);
        _switch.Pass(KillPlaces.AfterAnswer);
        return answer;
    }

    private static bool IsVideo(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType == "video/mp4";

    private static async Task BreakOffAsync(HttpResponseMessage response, double part, CancellationToken cancellationToken)
    {
        StreamContent mortal = new(new MortalStream(
            await response.Content.ReadAsStreamAsync(cancellationToken),
            (long)(response.Content.Headers.ContentLength.GetValueOrDefault() * part)));
        foreach ((string name, IEnumerable<string> values) in response.Content.Headers)
        {
            mortal.Headers.TryAddWithoutValidation(name, values);
        }

        response.Content = mortal;
    }
}
