namespace Apimart.Video.Tasks;

/// <summary>
/// The tasks that wait for their next look, in the order of their looks. Not thread-safe.
/// </summary>
/// <remarks>
/// Where all tasks together ask for more looks than the budget allows, the steps of all are stretched by the same factor:
/// that keeps their proportions, so that the likeliest to have ended come first and none is left out. A task may still be
/// looked at as soon as it is due, when the budget turns out to have room.
/// </remarks>
internal sealed class LookQueue
{
    // A task that is overdue asks for one look at once, not for a stream of them.
    private static readonly TimeSpan s_shortestSpacing = TimeSpan.FromSeconds(3);

    private readonly PriorityQueue<WatchEntry, TimeSpan> _queue = new();
    private readonly RequestBudget _budget;
    private double _demand;

    internal LookQueue(RequestBudget budget) => _budget = budget;

    /// <summary>Queues a task and returns when it is to be looked at.</summary>
    /// <param name="entry">The task.</param>
    /// <param name="now">The time.</param>
    /// <param name="look">When to look with steps stretched by a factor, 1 for not at all.</param>
    internal TimeSpan Add(WatchEntry entry, TimeSpan now, Func<double, TimeSpan> look)
    {
        entry.Due = Later(look(1), now);
        TimeSpan spacing = Later(Later(entry.Due - now, look(2) - look(1)), s_shortestSpacing);
        entry.Demand = (float)(1 / spacing.TotalSeconds);
        _demand += entry.Demand;
        double stretch = _demand / _budget.Rate;
        TimeSpan planned = stretch > 1 ? Later(look(stretch), entry.Due) : entry.Due;
        _queue.Enqueue(entry, planned);
        return planned;
    }

    /// <summary>The task to look at next, or null where none waits. Tasks that have left the wait are dropped.</summary>
    internal WatchEntry? Peek()
    {
        while (_queue.TryPeek(out WatchEntry? entry, out _))
        {
            if (entry.Outcome is null)
            {
                return entry;
            }

            Take();
        }

        return null;
    }

    internal WatchEntry Take()
    {
        WatchEntry entry = _queue.Dequeue();
        _demand -= entry.Demand;
        return entry;
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
