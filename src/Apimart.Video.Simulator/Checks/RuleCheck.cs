using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Apimart.Video.Models;

namespace Apimart.Video.Simulator.Checks;

/// <summary>
/// The catalogue's rules on a value as it came over the wire. Written apart from the client's own checks, so that a slip
/// in those is noticed here.
/// </summary>
internal static partial class RuleCheck
{
    internal static bool Holds(ParameterRule rule, JsonElement value) => rule switch
    {
        OneOfRule list => list.Values.Contains(
            Text(value),
            list.IgnoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal),
        RangeRule range => HoldsRange(range, value.GetDouble()),
        CountRule count => HoldsCount(count, value.GetArrayLength()),
        LengthRule length => new StringInfo(value.GetString()!).LengthInTextElements <= length.Maximum,
        UrlRule url => Strings(value).All(link => HoldsLink(url, link)),
        FileRule file => Strings(value).All(link => HoldsBytes(file, link)),
        DoubtRule => true,
        WebhookRule => WebhookCheck.Holds(value.GetString()!),
        FieldRule field => value.EnumerateArray().All(item =>
            FieldCheck.Find(item, field.Field) is not { } member || field.Values.Contains(Text(member))),
        _ => throw new NotSupportedException($"The simulator does not know the rule {rule.GetType().Name}."),
    };

    internal static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static bool HoldsRange(RangeRule range, double number) =>
        range.Except == number || !(number < range.Minimum || number > range.Maximum);

    private static bool HoldsCount(CountRule count, int items) =>
        !count.Not.Contains(items)
        && !(items < count.Minimum || items > count.Maximum)
        && (count.Counts.IsEmpty || count.Counts.Contains(items));

    private static bool HoldsLink(UrlRule rule, string link)
    {
        if (link.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return rule.DataUri && IsInlinePicture(link);
        }

        if (!Uri.TryCreate(link, UriKind.Absolute, out Uri? uri))
        {
            return false;
        }

        bool isWeb = uri.Scheme is "http" or "https" && uri.Host.Length > 0;
        string ending = Path.GetExtension(uri.AbsolutePath);
        return rule.Schemes.Contains(uri.Scheme)
            || (isWeb && (rule.Extensions.IsEmpty || !NamesFormat().IsMatch(ending) || rule.Extensions.Contains(ending.ToLowerInvariant())));
    }

    /// <summary>Only what is in the body itself can be measured; four characters of Base64 are three bytes.</summary>
    private static bool HoldsBytes(FileRule rule, string link) =>
        !link.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
        || rule.MaximumMegabytes is not { } most
        || ((link.Length - link.IndexOf(',', StringComparison.Ordinal) - 1) * 3L / 4) - link.Count(c => c == '=') <= most * 1048576;

    [GeneratedRegex(@"^\.(jpe?g|png|webp|gif|bmp|tiff?|hei[cf]|avif|svg|ico|jxl|psd|mp[34]|mov|webm|avi|mkv|wav|flac|ogg|m4a|aac|pdf|zip)$", RegexOptions.IgnoreCase)]
    private static partial Regex NamesFormat();

    private static bool IsInlinePicture(string link)
    {
        const string Marker = ";base64,";
        int data = link.IndexOf(Marker, StringComparison.Ordinal);
        return link.StartsWith("data:image/", StringComparison.Ordinal)
            && data > "data:image/".Length
            && data + Marker.Length < link.Length
            && System.Buffers.Text.Base64.IsValid(link.AsSpan(data + Marker.Length));
    }

    private static IEnumerable<string> Strings(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray().Select(item => item.GetString()!)
        : [value.GetString()!];
}
