namespace Apimart.Video.Journal;

/// <summary>
/// What makes a row of a job the same row when the job runs again. Job names differ by more than case, as names do in
/// PowerShell: a slip of the shift key must not buy a batch a second time.
/// </summary>
internal readonly record struct RowIdentity
{
    internal RowIdentity(string? server, string job, string digest, int occurrence)
    {
        Server = server;
        Job = job.ToUpperInvariant();
        Digest = digest;
        Occurrence = occurrence;
    }

    internal string? Server { get; }

    internal string Job { get; }

    internal string Digest { get; }

    internal int Occurrence { get; }
}
