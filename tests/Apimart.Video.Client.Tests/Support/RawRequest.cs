using System.Globalization;

namespace Apimart.Video.Client.Tests.Support;

/// <summary>A request as it came over the socket.</summary>
internal sealed record RawRequest(string Path, string Text)
{
    /// <summary>The first byte that is asked for, or null where the whole file is.</summary>
    internal long? From => Header("Range") is { } range
        ? long.Parse(range["bytes=".Length..].Split('-')[0], CultureInfo.InvariantCulture)
        : null;

    internal string? IfRange => Header("If-Range");

    internal string? Header(string name) => Text.Split("\r\n")
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim())
        .FirstOrDefault();

    internal static RawRequest Parse(string text) => new(text.Split(' ')[1], text);
}
