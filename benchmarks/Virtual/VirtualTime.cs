namespace Apimart.Video.Benchmarks.Virtual;

/// <summary>
/// A clock that jumps from timer to timer. All work runs on the caller's thread, inside <see cref="RunToEnd"/>, so that a
/// run of hours takes as long as its work and gives the same result each time.
/// </summary>
internal sealed class VirtualTime : TimeProvider
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<(Timer Timer, int Setting), (long Due, long Order)> _due = new();
    private long _now;
    private long _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    internal double Seconds => TimeSpan.FromTicks(_now).TotalSeconds;

    public override DateTimeOffset GetUtcNow() => s_start.AddTicks(_now);

    public override long GetTimestamp() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Timer timer = new(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Ends after the given time; what awaits it goes on at once, on the same stack.</summary>
    internal Task Delay(TimeSpan time)
    {
        TaskCompletionSource done = new();
        CreateTimer(_ => done.SetResult(), null, time, Timeout.InfiniteTimeSpan);
        return done.Task;
    }

    internal void RunToEnd() => RunUntil(double.MaxValue);

    /// <summary>Fires what is due up to a time, in order.</summary>
    internal void RunUntil(double seconds)
    {
        double end = seconds * TimeSpan.TicksPerSecond;
        while (_due.TryPeek(out (Timer Timer, int Setting) next, out (long Due, long) at) && at.Due <= end)
        {
            _due.Dequeue();
            if (next.Setting == next.Timer.Setting)
            {
                _now = at.Due;
                next.Timer.Fire();
            }
        }

        _now = seconds < double.MaxValue ? Math.Max(_now, (long)end) : _now;
    }

    private sealed class Timer(VirtualTime clock, Action callback) : ITimer
    {
        internal int Setting { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Setting++;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                clock._due.Enqueue((this, Setting), (clock._now + dueTime.Ticks, clock._order++));
            }

            return true;
        }

        public void Dispose() => Setting++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Fire() => callback();
    }
}
