namespace Apimart.Video.Journal;

/// <summary>What came of merging one journal into another.</summary>
public sealed record JournalImport
{
    /// <summary>The file that was read.</summary>
    public required string Source { get; init; }

    /// <summary>The file of the journal that it was merged into.</summary>
    public required string Path { get; init; }

    /// <summary>How many rows the journal did not know.</summary>
    public int NewRows { get; init; }

    /// <summary>How many rows it knew already; what the source knew more of them is in it now.</summary>
    public int KnownRows { get; init; }

    /// <summary>How many tasks it did not know.</summary>
    public int NewTasks { get; init; }

    /// <summary>The jobs it did not know.</summary>
    public IReadOnlyList<string> NewJobs { get; init; } = [];

    /// <summary>The rows that both had accepted, as different tasks: each was charged for, and all of them are kept.</summary>
    public IReadOnlyList<JournalConflict> Conflicts { get; init; } = [];

    internal static JournalImport Of(JournalFold known, JournalSource source, string path)
    {
        RowFold[] rows = [.. source.Fold.Rows.Values];
        HashSet<string> jobs = new(known.Rows.Values.Select(row => row.Intent.Job).OfType<string>(), StringComparer.OrdinalIgnoreCase);
        return new JournalImport
        {
            Source = source.Path,
            Path = path,
            NewRows = rows.Count(row => known.Find(row.Key) is null),
            KnownRows = rows.Count(row => known.Find(row.Key) is not null),
            NewTasks = TasksOf(source.Fold).Except(TasksOf(known)).Count(),
            NewJobs = [.. rows.Select(row => row.Intent.Job).OfType<string>().Where(job => !jobs.Contains(job)).Distinct(StringComparer.OrdinalIgnoreCase)],
            Conflicts =
            [
                .. rows
                    .Where(row => known.Find(row.Key) is { } same && same.Conflicts(row))
                    .Select(row => new JournalConflict(
                        row.Intent.Job,
                        row.Intent.Prompt,
                        [.. row.Accepted.Union(known.Find(row.Key)!.Accepted).Order(StringComparer.Ordinal)])),
            ],
        };
    }

    private static IEnumerable<string> TasksOf(JournalFold fold) =>
        fold.Rows.Values.SelectMany(row => row.TaskIds).Union(fold.Tasks.Keys, StringComparer.Ordinal);
}

/// <summary>A row that two machines had accepted as different tasks.</summary>
/// <param name="JobName">The batch.</param>
/// <param name="Prompt">The row's prompt.</param>
/// <param name="TaskIds">The tasks; each was charged for.</param>
public sealed record JournalConflict(string? JobName, string? Prompt, IReadOnlyList<string> TaskIds);
