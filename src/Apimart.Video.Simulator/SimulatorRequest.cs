namespace Apimart.Video.Simulator;

/// <summary>A request that came.</summary>
/// <param name="Route">What it was for.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path with its query.</param>
/// <param name="Headers">The headers, by name without case.</param>
/// <param name="Body">The body as UTF-8 text; empty where there was none.</param>
/// <param name="At">When it came, by the simulator's clock.</param>
public sealed record SimulatorRequest(
    SimulatorRoute Route,
    string Method,
    string Path,
    IReadOnlyDictionary<string, string> Headers,
    string Body,
    DateTimeOffset At);
