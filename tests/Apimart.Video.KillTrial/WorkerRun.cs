namespace Apimart.Video.KillTrial;

/// <summary>How one run of a worker ended.</summary>
/// <param name="ExitCode">0 where the worker came to the end of its batch, 1 where rows failed.</param>
/// <param name="Output">What it said, line by line.</param>
public sealed record WorkerRun(int ExitCode, IReadOnlyList<string> Output)
{
    public bool ReachedItsEnd => ExitCode == 0;

    /// <summary>Whether it neither came to its end nor said that rows failed, nor ended by an exception.</summary>
    public bool WasKilled => ExitCode is not (0 or 1) && !Output.Any(line => line.StartsWith("Unhandled exception", StringComparison.Ordinal));
}
