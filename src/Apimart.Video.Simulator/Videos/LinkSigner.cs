using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Apimart.Video.Simulator.Http;
using Apimart.Video.Simulator.Tasks;

namespace Apimart.Video.Simulator.Videos;

/// <summary>Makes file links that expire, and tells whether one still holds.</summary>
internal sealed class LinkSigner
{
    private readonly byte[] _secret;
    private readonly SimulatorOptions _options;
    private readonly SimulatorClock _clock;
    private long _links;

    internal LinkSigner(SimulatorOptions options, SimulatorClock clock)
    {
        _options = options;
        _clock = clock;
        _secret = SHA256.HashData(Encoding.UTF8.GetBytes($"links {options.Seed}"));
    }

    internal (string Link, DateTimeOffset ExpiresAt) Sign(SimulatedTask task, Uri host)
    {
        long number = _options.RenewLinks ? Interlocked.Increment(ref _links) : 0;
        DateTimeOffset expires = (_options.RenewLinks ? _clock.Now : task.EndsAt) + _options.LinkLifetime;
        string query = $"expires={expires.ToUnixTimeMilliseconds()}&link={number}";
        return ($"{host}files/{task.Id}.mp4?{query}&token={Token(task.Id, query)}", expires);
    }

    internal bool Holds(HttpRequest request, string taskId)
    {
        string? expires = request.QueryValue("expires");
        string query = $"expires={expires}&link={request.QueryValue("link")}";
        return request.QueryValue("token") == Token(taskId, query)
            && long.TryParse(expires, CultureInfo.InvariantCulture, out long end)
            && _clock.Now.ToUnixTimeMilliseconds() < end;
    }

    private string Token(string taskId, string query) =>
        Convert.ToHexString(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes($"{taskId}?{query}")))[..32];
}
