using System.Collections.Immutable;
using System.Globalization;
using Apimart.Video.Images;

namespace Apimart.Video.Models;

/// <summary>
/// What a picture's file may be: its bytes, its type, its pixels. Checked where the file is at hand, on the disk or in a
/// <c>data:</c> link; what a link leads to is not known here.
/// </summary>
public sealed class FileRule : ParameterRule
{
    private const double BytesPerMegabyte = 1024 * 1024;

    /// <summary>The largest file in megabytes, or none.</summary>
    public double? MaximumMegabytes { get; init; }

    /// <summary>The types that are taken, such as <c>jpeg</c>; empty where none are listed.</summary>
    public ImmutableArray<string> Types { get; init; } = [];

    /// <summary>The fewest pixels a side, or none.</summary>
    public int? MinimumSide { get; init; }

    /// <summary>The most pixels a side, or none.</summary>
    public int? MaximumSide { get; init; }

    /// <summary>The largest ratio of the longer side to the shorter, or none.</summary>
    public double? MaximumRatio { get; init; }

    /// <inheritdoc/>
    public override string Allowed
    {
        get
        {
            string?[] limits =
            [
                MaximumMegabytes is { } most ? $"of at most {Text(most)} MB" : null,
                Types.IsEmpty ? null : $"of the type {Sentence.Or(Types)}",
                (MinimumSide, MaximumSide) switch
                {
                    ({ } low, { } high) => $"with {low} to {high} pixels a side",
                    ({ } low, null) => $"with at least {low} pixels a side",
                    (null, { } high) => $"with at most {high} pixels a side",
                    _ => null,
                },
                MaximumRatio is { } ratio ? $"of 1:{Text(ratio)} to {Text(ratio)}:1" : null,
            ];
            return $"pictures {string.Join(", ", limits.OfType<string>())}";
        }
    }

    internal override bool Fits(ParameterType type) =>
        type is ParameterType.String or ParameterType.StringArray or ParameterType.SingleString;

    internal override bool Allows(object value) => Wrong(value) is null;

    internal override string Describe(object value) => Wrong(value) ?? string.Empty;

    /// <summary>What is wrong with a picture on the disk, or null when nothing is.</summary>
    internal string? Wrong(ImageFile picture) =>
        Wrong(picture.Length, picture.Extension, picture.Size) is { } what ? $"'{picture.Path}' {what}" : null;

    private string? Wrong(object value)
    {
        foreach (string link in value is string single ? [single] : (IReadOnlyList<string>)value)
        {
            int comma = link.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? link.IndexOf(',', StringComparison.Ordinal) : -1;
            byte[] bytes = new byte[comma < 0 ? 0 : link.Length];
            if (comma >= 0
                && Convert.TryFromBase64String(link[(comma + 1)..], bytes, out int length)
                && Wrong(length, ImageFormat.Tell(bytes.AsSpan(0, length))?.Extension, PixelSize.Read(bytes.AsSpan(0, length))) is { } what)
            {
                return $"'{Sentence.Shorten(link)}' {what}";
            }
        }

        return null;
    }

    private string? Wrong(long length, string? extension, PixelSize? size) =>
        length > MaximumMegabytes * BytesPerMegabyte ? $"of {length} bytes"
        : !Types.IsEmpty && extension is not null && !Types.Contains(extension[1..].Replace("jpg", "jpeg", StringComparison.Ordinal)) ? $"of the type {extension[1..]}"
        : size is not { } pixels ? null
        : Math.Min(pixels.Width, pixels.Height) < MinimumSide
            || Math.Max(pixels.Width, pixels.Height) > MaximumSide
            || (double)Math.Max(pixels.Width, pixels.Height) / Math.Min(pixels.Width, pixels.Height) > MaximumRatio
                ? $"of {pixels.Width} by {pixels.Height} pixels"
        : null;

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
