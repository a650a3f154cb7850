namespace Apimart.Video.Client.Tests.Support;

/// <summary>A clock on which short waits are over at once, and deadlines come when a test says so.</summary>
internal sealed class ImpatientTime : TimeProvider
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(60);
    private readonly object _lock = new();
    private readonly List<Deadline> _deadlines = [];

    /// <summary>The waits that were skipped, in their order.</summary>
    internal List<TimeSpan> Waits { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Deadline deadline = new(() => callback(state));
        lock (_lock)
        {
            if (dueTime <= s_longestWait && dueTime != Timeout.InfiniteTimeSpan)
            {
                Waits.Add(dueTime);
            }
            else
            {
                _deadlines.Add(deadline);
                return deadline;
            }
        }

        deadline.Fire();
        return deadline;
    }

    /// <summary>Ends every wait that was too long to be skipped.</summary>
    internal void ExpireDeadlines()
    {
        Deadline[] due;
        lock (_lock)
        {
            due = [.. _deadlines];
            _deadlines.Clear();
        }

        Array.ForEach(due, deadline => deadline.Fire());
    }

    private sealed class Deadline(Action callback) : ITimer
    {
        private int _over;

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => Interlocked.Exchange(ref _over, 1);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Fire() => ThreadPool.QueueUserWorkItem(_ =>
        {
            if (Interlocked.Exchange(ref _over, 1) == 0)
            {
                callback();
            }
        });
    }
}
