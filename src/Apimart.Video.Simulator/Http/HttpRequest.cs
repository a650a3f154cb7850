namespace Apimart.Video.Simulator.Http;

/// <summary>A request, read whole.</summary>
internal sealed record HttpRequest(
    string Method,
    string Target,
    IReadOnlyDictionary<string, string> Headers,
    byte[] Body)
{
    internal string Path { get; } = Uri.UnescapeDataString(Target.Split('?', 2)[0]);

    internal string Query { get; } = Target.Split('?', 2) is [_, var query] ? query : string.Empty;

    /// <summary>Whether the client asks for the connection to end after the answer.</summary>
    internal required bool Closes { get; init; }

    internal bool IsGet => Method is "GET";

    internal bool IsHead => Method is "HEAD";

    internal bool IsPost => Method is "POST";

    internal string? Header(string name) => Headers.GetValueOrDefault(name);

    internal string? QueryValue(string name) => Query
        .Split('&')
        .Select(pair => pair.Split('=', 2))
        .Where(pair => pair.Length == 2 && pair[0] == name)
        .Select(pair => Uri.UnescapeDataString(pair[1]))
        .FirstOrDefault();
}
