using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Simulator;

namespace Apimart.Video.Client.Tests.Simulator;

/// <summary>A simulator on a clock moved by hand, and plain HTTP to drive it.</summary>
internal sealed class SimulatorProbe : IAsyncDisposable
{
    internal const string Body = """{"model":"veo3.1-fast","prompt":"a red fox in snow","duration":8,"aspect_ratio":"16:9"}""";

    private readonly HttpClient _http = new(new WrappedResets()) { Timeout = Timeout.InfiniteTimeSpan };

    internal SimulatorProbe(SimulatorOptions? options = null)
    {
        Server = SimulatorServer.Start((options ?? new SimulatorOptions()) with { TimeProvider = Time });
    }

    internal ManualTime Time { get; } = new();

    internal SimulatorServer Server { get; }

    internal Task<HttpResponseMessage> Post(string body = Body, string? idempotencyKey = null, string? version = null, string? key = null)
    {
        HttpRequestMessage request = new(HttpMethod.Post, new Uri(Server.BaseUri, "v1/videos/generations"))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        Authorize(request, key);
        if (idempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        }

        if (version is not null)
        {
            request.Headers.Add("X-APIMart-Response-Version", version);
        }

        return _http.SendAsync(request);
    }

    internal Task<HttpResponseMessage> Look(string id) => Get($"v1/tasks/{id}");

    internal Task<HttpResponseMessage> Get(string path)
    {
        HttpRequestMessage request = new(HttpMethod.Get, new Uri(Server.BaseUri, path));
        Authorize(request, null);
        return _http.SendAsync(request);
    }

    internal Task<HttpResponseMessage> Download(string link, string? range = null, string? ifRange = null, HttpMethod? method = null)
    {
        HttpRequestMessage request = new(method ?? HttpMethod.Get, link);
        if (range is not null)
        {
            request.Headers.TryAddWithoutValidation("Range", range);
        }

        if (ifRange is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Range", ifRange);
        }

        return _http.SendAsync(request);
    }

    internal async Task<string> SubmitOne(string body = Body)
    {
        JsonElement data = (await Json(await Post(body))).GetProperty("data");
        return data.ValueKind == JsonValueKind.Array
            ? data[0].GetProperty("task_id").GetString()!
            : data.GetProperty("id").GetString()!;
    }

    internal async Task<JsonElement> Data(string id) => (await Json(await Look(id))).GetProperty("data");

    internal async Task<string> Link(string id) =>
        (await Data(id)).GetProperty("result").GetProperty("videos")[0].GetProperty("url")[0].GetString()!;

    /// <summary>Submits, lets the task end and gives its id and link.</summary>
    internal async Task<(string Id, string Link)> Finished(string body = Body)
    {
        string id = await SubmitOne(body);
        Time.Advance(TimeSpan.FromMinutes(1));
        return (id, await Link(id));
    }

    /// <summary>Returns once the simulator waits for the clock.</summary>
    internal async Task UntilItWaits()
    {
        while (Time.NextDue is null)
        {
            await Task.Delay(1);
        }
    }

    internal static async Task<JsonElement> Json(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }

    private void Authorize(HttpRequestMessage request, string? key)
    {
        if (key != string.Empty)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key ?? Server.ApiKey);
        }
    }

    /// <summary>A peer that resets a connection in the moment it is made shows as a bare <see cref="SocketException"/>; later, as what this makes of it.</summary>
    private sealed class WrappedResets() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (SocketException reset)
            {
                throw new HttpRequestException(HttpRequestError.ConnectionError, reset.Message, reset);
            }
        }
    }
}
