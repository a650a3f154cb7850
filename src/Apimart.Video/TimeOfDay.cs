using System.Globalization;

namespace Apimart.Video;

internal static class TimeOfDay
{
    /// <summary>Written alike in every culture.</summary>
    internal static string Of(DateTimeOffset time) => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
