namespace Apimart.Video.Journal;

/// <summary>
/// What makes a row of a job the same row when the job runs again. Job names differ by more than case, as names do in
/// PowerShell: a slip of the shift key must not buy a batch a second time.
/// </summary>
internal readonly record struct RowIdentity
{
    internal const int FirstTake = 1;

    [ThreadStatic]
    private static (string Name, string Upper)? t_last;

    internal RowIdentity(string? server, string job, string digest, int occurrence, int take)
    {
        Server = server;
        Job = Upper(job);
        Digest = digest;
        Occurrence = occurrence;
        Take = take;
    }

    internal string? Server { get; }

    internal string Job { get; }

    internal string Digest { get; }

    internal int Occurrence { get; }

    /// <summary>Counted from 1: another video of the same row, which the user asks for.</summary>
    internal int Take { get; }

    /// <summary>A long journal has few jobs: the last name is mostly the next one as well.</summary>
    private static string Upper(string job)
    {
        if (t_last is not { } last || !ReferenceEquals(last.Name, job))
        {
            t_last = last = (job, job.ToUpperInvariant());
        }

        return last.Upper;
    }

    internal static RowIdentity? Of(JournalEntry intent) => intent is { Job: { } job, Digest: { } digest }
        ? new RowIdentity(intent.Server, job, digest, intent.Occurrence, intent.Take ?? FirstTake)
        : null;
}
