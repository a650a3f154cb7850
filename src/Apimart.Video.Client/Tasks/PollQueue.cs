namespace Apimart.Video.Tasks;

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
    // A task that is overdue asks for one poll at once, not for a stream of them.
    private static readonly TimeSpan s_shortestSpacing = TimeSpan.FromSeconds(3);

    private readonly PriorityQueue<WatchEntry, TimeSpan> _queue = new();
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
        TimeSpan planned = stretch > 1 ? Sooner(Later(poll(stretch), entry.Due), Later(entry.Deadline ?? TimeSpan.MaxValue, entry.Due)) : entry.Due;
        _queue.Enqueue(entry, planned);
        return planned;
    }

    /// <summary>The task to poll next, or null where none waits. Tasks that have left the wait are dropped.</summary>
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

    private static TimeSpan Sooner(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
