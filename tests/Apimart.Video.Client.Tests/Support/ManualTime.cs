namespace Apimart.Video.Client.Tests.Support;

/// <summary>A clock that moves only when a test says so; due timers fire in order, each at its own time.</summary>
internal sealed class ManualTime : TimeProvider
{
    internal static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly object _lock = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = Start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>When the next timer is due, or null when none is set.</summary>
    internal DateTimeOffset? NextDue
    {
        get
        {
            lock (_lock)
            {
                return _timers.Count == 0 ? null : _timers.Min(timer => timer.Due);
            }
        }
    }

    /// <summary>How many timers are set.</summary>
    internal int Timers
    {
        get
        {
            lock (_lock)
            {
                return _timers.Count;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Timer timer = new(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    internal void Advance(TimeSpan by)
    {
        DateTimeOffset target = GetUtcNow() + by;
        while (TakeDue(target) is { } timer)
        {
            timer.Fire();
        }

        lock (_lock)
        {
            _now = target;
        }
    }

    /// <summary>Moves from timer to timer, letting the work between them run, until a task has ended.</summary>
    /// <param name="done">The task to wait for.</param>
    /// <param name="horizon">
    /// Timers further off than this are left alone: with a real socket below, a deadline must not overtake the answer.
    /// </param>
    internal async Task RunUntil(Task done, TimeSpan? horizon = null)
    {
        while (!done.IsCompleted)
        {
            await Task.Delay(1);
            if (!done.IsCompleted && NextDue is { } due && due - GetUtcNow() <= (horizon ?? TimeSpan.MaxValue))
            {
                Advance(due > GetUtcNow() ? due - GetUtcNow() : TimeSpan.Zero);
            }
        }

        await done;
    }

    private Timer? TakeDue(DateTimeOffset target)
    {
        lock (_lock)
        {
            Timer? next = _timers.Where(timer => timer.Due <= target).MinBy(timer => timer.Due);
            if (next is not null)
            {
                _now = next.Due > _now ? next.Due : _now;
                next.Repeat();
            }

            return next;
        }
    }

    private sealed class Timer(ManualTime clock, Action callback) : ITimer
    {
        private TimeSpan _period;

        internal DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
                _period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock._now + dueTime;
                    clock._timers.Add(this);
                }
            }

            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        /// <summary>Is due again a period later, or no more where it has none.</summary>
        internal void Repeat()
        {
            if (_period > TimeSpan.Zero)
            {
                Due += _period;
            }
            else
            {
                clock._timers.Remove(this);
            }
        }

        internal void Fire() => callback();
    }
}
