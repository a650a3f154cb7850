namespace Apimart.Video.KillTrial;

/// <summary>How one run of a worker ended.</summary>
/// <param name="ExitCode">0 where the worker came to the end of its batch.</param>
/// <param name="Output">What it said, line by line.</param>
public sealed record WorkerRun(int ExitCode, IReadOnlyList<string> Output)
{
    public bool ReachedItsEnd => ExitCode == 0;
}
