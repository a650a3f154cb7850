using System.Globalization;
using System.Text.Json.Nodes;
using Apimart.Video.Simulator.Http;

namespace Apimart.Video.Simulator.Checks;

/// <summary>The API refuses a request; nothing was accepted.</summary>
internal sealed class RefusalException : Exception
{
    internal const string InvalidRequest = "invalid_request_error";

    internal RefusalException(int status, string type, string message)
        : base(message)
    {
        Status = status;
        Type = type;
    }

    internal int Status { get; }

    internal string Type { get; }

    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>A word in the body's <c>code</c>, where it is not the HTTP status.</summary>
    internal string? Code { get; init; }

    internal static RefusalException Invalid(string message) => new(400, InvalidRequest, message);

    internal static RefusalException NoKey() =>
        new(401, "apimart_error", "API key is required. Send it as 'Authorization: Bearer <key>'.");

    internal static RefusalException WrongKey() => new(401, "authentication_error", "Invalid token.");

    internal static RefusalException NoBalance() => new(402, "payment_required", "Insufficient balance. Recharge and try again.");

    internal static RefusalException TooMany(TimeSpan retryAfter) =>
        new(429, "rate_limit_error", "Rate limit exceeded. Reduce concurrency or try again later.") { RetryAfter = retryAfter };

    internal static RefusalException Conflict(string code, string message, TimeSpan? retryAfter = null) =>
        new(409, InvalidRequest, $"{code}: {message}") { Code = code, RetryAfter = retryAfter };

    internal static RefusalException NoSuchPath(HttpRequest request) =>
        new(404, InvalidRequest, $"Invalid URL ({request.Method} {request.Path})");

    internal static RefusalException NoSuchTask() =>
        new(404, InvalidRequest, "The task does not exist or has expired.");

    internal static RefusalException NoTaskId() => Invalid("Invalid task ID format");

    /// <summary>The body as documented; without a key it has no code.</summary>
    internal HttpResponse ToResponse()
    {
        JsonObject error = [];
        if (Type != "apimart_error")
        {
            error["code"] = Code is null ? Status : Code;
        }

        error["message"] = Message;
        error["type"] = Type;
        HttpResponse response = HttpResponse.Json(Status, new JsonObject { ["error"] = error });
        if (RetryAfter is { } wait)
        {
            response.Headers["Retry-After"] = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return response;
    }
}

/// <summary>The language of a failed task's text (APIMart docs, tasks, 2026-08-25): case and blanks do not count, regions are refused.</summary>
internal static class ErrorLanguage
{
    internal const string Usual = "en";

    private static readonly string[] s_known = ["en", "zh", "ja", "ko", "ru", "fr", "de", "id", "pt", "es"];

    /// <exception cref="RefusalException">The language is none of those that are documented.</exception>
    internal static string Read(string? asked) => asked?.Trim().ToLowerInvariant() is not { Length: > 0 } word ? Usual
        : s_known.Contains(word) ? word
        : throw RefusalException.Invalid($"language '{asked}' is not one of {string.Join(", ", s_known)}.");
}
