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
        if (request.Method != HttpMethod.Post)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            if (response.Content.Headers.ContentType?.MediaType == "video/mp4" && _switch.IsDue(KillPlace.Download))
            {
                await BreakOffAsync(response, cancellationToken);
            }

            return response;
        }

        _switch.Pass(KillPlace.BeforeSend);
        HttpResponseMessage answer = await base.SendAsync(request, cancellationToken);
        _switch.Pass(KillPlace.AfterAnswer);
        return answer;
    }

    private static async Task BreakOffAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        StreamContent mortal = new(new MortalStream(
            await response.Content.ReadAsStreamAsync(cancellationToken),
            response.Content.Headers.ContentLength.GetValueOrDefault() / 2));
        foreach ((string name, IEnumerable<string> values) in response.Content.Headers)
        {
            mortal.Headers.TryAddWithoutValidation(name, values);
        }

        response.Content = mortal;
    }
}
