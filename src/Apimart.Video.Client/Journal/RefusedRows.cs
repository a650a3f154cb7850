namespace Apimart.Video.Journal;

/// <summary>The rows of each job that were refused before they were sent and were not corrected since.</summary>
internal sealed class RefusedRows
{
    private readonly Dictionary<(string? Server, string Job), List<JournalRow>> _jobs = [];

    internal void Clear() => _jobs.Clear();

    /// <summary>Takes a row in, or out where it was corrected.</summary>
    internal void Take(JournalRow row)
    {
        (string? Server, string Job) job = (row.Server, row.Job!.ToUpperInvariant());
        if (!_jobs.TryGetValue(job, out List<JournalRow>? rows))
        {
            _jobs.Add(job, rows = []);
        }

        rows.Remove(row);
        if (!row.IsCorrected)
        {
            rows.Add(row);
        }
    }

    /// <summary>The row of this name; of several the one of the same turn, else the first; else an unnamed one in the same place.</summary>
    internal JournalRow? Find(string? server, string job, RowName name)
    {
        if (!_jobs.TryGetValue((server, job.ToUpperInvariant()), out List<JournalRow>? rows) || rows.Count == 0)
        {
            return null;
        }

        JournalRow[] named = [.. rows.Where(row => row.Digest == name.Digest)];
        return Array.Find(named, row => row.Occurrence == name.Namesakes)
            ?? named.MinBy(row => row.Occurrence)
            ?? (name is { IsUnnamed: true, Number: { } number }
                ? rows.Find(row => row.Number == number && new RowName(row.Digest!, 0, null).IsUnnamed)
                : null);
    }
}
