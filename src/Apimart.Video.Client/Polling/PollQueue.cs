namespace Apimart.Video.Polling;

/// <summary>
/// The tasks that wait for their next poll, in the order of their polls. Not thread-safe.
/// </summary>
/// <remarks>
/// Where all tasks together ask for more polls than the budget allows, the steps of all are stretched by the same factor:
/// that keeps their proportions, so that the likeliest to have ended come first and none is left out. A task may still be
/// polled as soon as it is due, when the budget turns out to have room.
/// </remarks>
internal sealed class PollQueue
{
    // However unlikely a task is to have ended, it is not put off for longer than so many polls of each other task.
    private const double MostRounds = 1.5;

    // A task that is overdue asks for one poll at once, not for a stream of them.
    private static readonly TimeSpan s_shortestSpacing = TimeSpan.FromSeconds(3);

    private readonly PriorityQueue<(WatchEntry Entry, TimeSpan Planned), TimeSpan> _later = new();
    private readonly PriorityQueue<WatchEntry, TimeSpan> _due = new();
    private readonly RequestBudget _budget;
    private double _demand;

    internal PollQueue(RequestBudget budget) => _budget = budget;

    /// <summary>Queues a task and returns when it is to be polled.</summary>
    /// <param name="entry">The task.</param>
    /// <param name="now">The time.</param>
    /// <param name="poll">When to poll with steps stretched by a factor, 1 for not at all.</param>
    internal TimeSpan Add(WatchEntry entry, TimeSpan now, Func<double, TimeSpan> poll)
    {
        entry.Due = Sooner(Later(poll(1), now), Later(entry.Deadline ?? TimeSpan.MaxValue, now));
        TimeSpan spacing = Later(Later(poll(1) - now, poll(2) - poll(1)), s_shortestSpacing);
        entry.Demand = (float)(1 / spacing.TotalSeconds);
        _demand += entry.Demand;
        double stretch = _demand / _budget.Rate;
        TimeSpan fair = entry.Due + TimeSpan.FromSeconds(MostRounds * (_later.Count + _due.Count) / _budget.Rate);
        TimeSpan planned = stretch > 1 ? Sooner(Later(poll(stretch), entry.Due), Sooner(fair, Later(entry.Deadline ?? TimeSpan.MaxValue, entry.Due))) : entry.Due;
        _later.Enqueue((entry, planned), entry.Due);
        return planned;
    }

    /// <summary>When the next task is due; null where none waits.</summary>
    internal TimeSpan? NextDue(TimeSpan now) =>
        Peek(now) is not null ? now : _later.TryPeek(out _, out TimeSpan due) ? due : null;

    /// <summary>The task to poll now, or null where none is due. Tasks that have left the wait are dropped.</summary>
    internal WatchEntry? Peek(TimeSpan now)
    {
        while (_later.TryPeek(out (WatchEntry Entry, TimeSpan Planned) next, out TimeSpan due) && due <= now)
        {
            _later.Dequeue();
            _due.Enqueue(next.Entry, next.Planned);
        }

        while (_due.TryPeek(out WatchEntry? entry, out _))
        {
            if (entry.Outcome is null)
            {
                return entry;
            }

            Take();
        }

        return null;
    }

    /// <summary>Takes the task that <see cref="Peek"/> gave.</summary>
    internal WatchEntry Take()
    {
        WatchEntry entry = _due.Dequeue();
        _demand -= entry.Demand;
        return entry;
    }

    private static TimeSpan Sooner(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
