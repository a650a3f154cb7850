using System.Globalization;

namespace Apimart.Video.Api;

/// <summary>The one reading of Retry-After: seconds, whole or not, or a date (RFC 9110, 10.2.3).</summary>
internal static class RetryAfter
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(365);

    /// <summary>How long the server asks to wait, or null where it does not say so in a form that is known.</summary>
    internal static TimeSpan? Read(HttpResponseMessage response, TimeProvider time)
    {
        if (!response.Headers.NonValidated.TryGetValues("Retry-After", out var values) || values.FirstOrDefault()?.Trim() is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds))
        {
            return seconds < s_longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : s_longest;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date)
            ? date - time.GetUtcNow() is { Ticks: > 0 } wait ? wait < s_longest ? wait : s_longest : TimeSpan.Zero
            : null;
    }
}
