using System.Security.Cryptography;
using System.Text;
using Apimart.Video.Simulator.Checks;
using Apimart.Video.Simulator.Http;

namespace Apimart.Video.Simulator.Routes;

/// <summary>
/// The keys of submits. A key is kept once its request was accepted; that of a refused request is free again, because
/// after a 429 the same request is to come again under the same key.
/// </summary>
internal sealed class IdempotencyStore
{
    private const int LongestKey = 191;
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, (string Print, HttpResponse? Answer)> _keys = new(StringComparer.Ordinal);

    /// <summary>Takes the key for this request, or returns the answer that the same request got before.</summary>
    /// <exception cref="RefusalException">The key is malformed, in use, or was used for another request.</exception>
    internal HttpResponse? Reserve(string key, HttpRequest request)
    {
        if (key.Length is 0 or > LongestKey || key.Any(c => c is < '!' or > '~'))
        {
            throw RefusalException.Invalid("Idempotency-Key must be 1 to 191 visible ASCII characters.");
        }

        string print = Print(request);
        lock (_keys)
        {
            if (!_keys.TryGetValue(key, out var former))
            {
                _keys[key] = (print, null);
                return null;
            }

            if (former.Print != print)
            {
                throw RefusalException.Conflict("idempotency_key_reused", "the key was used with another request.");
            }

            return former.Answer is { } answer
                ? Replay(answer)
                : throw RefusalException.Conflict("idempotency_in_progress", "the first request is still being executed.", s_soon);
        }
    }

    internal void Complete(string key, HttpResponse answer)
    {
        lock (_keys)
        {
            // A copy: what a fault does to the first answer must not be done to the replays.
            _keys[key] = (_keys[key].Print, Copy(answer));
        }
    }

    internal void ReleaseUnfinished(string key)
    {
        lock (_keys)
        {
            if (_keys.TryGetValue(key, out var entry) && entry.Answer is null)
            {
                _keys.Remove(key);
            }
        }
    }

    private static HttpResponse Replay(HttpResponse first)
    {
        HttpResponse answer = Copy(first);
        answer.Headers["Idempotency-Replayed"] = "true";
        return answer;
    }

    private static HttpResponse Copy(HttpResponse response)
    {
        HttpResponse copy = new(response.Status, response.Body);
        foreach ((string name, string value) in response.Headers)
        {
            copy.Headers[name] = value;
        }

        return copy;
    }

    /// <summary>A repeat has to carry the same response version as the first send, so that belongs to the request, as its path does.</summary>
    private static string Print(HttpRequest request) => Convert.ToHexString(SHA256.HashData(
        [.. Encoding.UTF8.GetBytes($"{request.Path}\n{request.Header("X-APIMart-Response-Version")}\n"), .. request.Body]));
}
