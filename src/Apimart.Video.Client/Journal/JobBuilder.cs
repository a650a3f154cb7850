using Apimart.Video.Tasks;

namespace Apimart.Video.Journal;

/// <summary>
/// Gathers one job from the journal's rows. Of a long journal only the endings are read again; who sent a row is read once for each
/// process that sent.
/// </summary>
/// <param name="name">The job's name.</param>
/// <param name="since">When a run began whose own part is to be told as well; null for none.</param>
internal sealed class JobBuilder(string name, DateTimeOffset? since)
{
    private readonly JobTally _tally = new();
    private readonly HashSet<string> _machines = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _writers = new(StringComparer.Ordinal);
    private readonly List<ApimartTask> _tasks = [];
    private JournalRow? _lastSaved;
    private DateTimeOffset _first = DateTimeOffset.MaxValue;
    private DateTimeOffset _last = DateTimeOffset.MinValue;

    /// <summary>The rows that were submitted since the run began.</summary>
    internal JobTally Since { get; } = new();

    /// <summary>Rows that have all their files, the last of them saved since the run began.</summary>
    internal int SavedSince { get; private set; }

    /// <summary>The row of the file that was saved last.</summary>
    internal JournalRow? LastSaved => _lastSaved;

    internal void Add(JournalRow row, ApimartTaskStatus status, LineReader lines)
    {
        JournalEntry state = JournalTasks.Read(lines, row.LastState, LineReader.Kind.State);
        decimal? reserved = state.Cost is null && !row.Answer.IsNone
            ? JournalTasks.Read(lines, row.Answer, LineReader.Kind.Answer).Reserved
            : null;
        int videos = state.Videos?.Count ?? 0;
        RowOutcome outcome = RowOutcomes.Of(status, SavedOf(row, videos, lines), videos);
        _tally.Add(outcome, state.Cost, reserved, row.WasRefusedHere);
        if (row.Time >= since)
        {
            Since.Add(outcome, state.Cost, reserved, row.WasRefusedHere);
        }

        if (since is not null && outcome == RowOutcome.Saved && JournalTasks.Read(lines, row.Saved![^1], LineReader.Kind.Saved).Time >= since)
        {
            SavedSince++;
        }

        See(row.Time);
        See(state.Completed ?? row.Time);
        if (row.Saved is [.., var saved] && !(_lastSaved?.Saved![^1].Offset > saved.Offset))
        {
            // Lines stand in the order in which they were written.
            _lastSaved = row;
        }

        // A journal that was written anew no longer tells which process sent an accepted row.
        if (!row.Intent.IsNone && (row.Writer is null || _writers.Add(row.Writer))
            && JournalTasks.Read(lines, row.Intent, LineReader.Kind.Intent).Machine is { } machine)
        {
            _machines.Add(machine);
        }
    }

    internal void Add(ApimartTask task) => _tasks.Add(task);

    internal ApimartJob Build(DateTimeOffset? lastSaved)
    {
        See(lastSaved ?? _last);
        return new ApimartJob
        {
            Name = name,
            Rows = _tally.Rows,
            Running = _tally.Of(RowOutcome.Running),
            Unsaved = _tally.Of(RowOutcome.Unsaved),
            Saved = _tally.Of(RowOutcome.Saved),
            Failed = _tally.Of(RowOutcome.Failed),
            RefusedHere = _tally.RefusedHere,
            RefusedByServer = _tally.Of(RowOutcome.Refused) - _tally.RefusedHere,
            NotSent = _tally.Of(RowOutcome.NotSent),
            Unknown = _tally.Of(RowOutcome.Unknown),
            Spent = _tally.Spent,
            Reserved = _tally.Reserved,
            Unpriced = _tally.Unpriced,
            FirstTime = _first,
            LastTime = _last,
            Machines = [.. _machines.Order(StringComparer.OrdinalIgnoreCase)],
            ExitCode = JobExitCode.Of(_tally),
            Tasks = [.. _tasks],
        };
    }

    /// <summary>One recorded file stands for one video; only several lines may be the same one twice.</summary>
    private static int SavedOf(JournalRow row, int videos, LineReader lines) => row.Saved switch
    {
        null => 0,
        { Count: 1 } => 1,
        var several when videos <= 1 => several.Count,
        _ => JournalTasks.Saved(row, lines).Count(),
    };

    private void See(DateTimeOffset time)
    {
        _first = time < _first ? time : _first;
        _last = time > _last ? time : _last;
    }
}
