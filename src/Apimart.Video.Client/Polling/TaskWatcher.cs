using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Apimart.Video.Api;
using Apimart.Video.Tasks;

namespace Apimart.Video.Polling;

/// <summary>
/// Waits for many tasks at once on one request budget. Each task is polled when it is likely to have ended since the
/// last poll; nothing but an ending ends the wait for it, or its timeout after a last poll. Watching starts with <see cref="Add"/> and stops, all requests
/// with it, with the enumeration of <see cref="WatchAsync"/> or with <see cref="Dispose"/>. Nothing is ever cancelled on the server.
/// </summary>
internal sealed class TaskWatcher : IDisposable
{
    private static readonly TimeSpan s_longestInterval = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_longestTimeout = TimeSpan.FromDays(3650);

    private readonly object _lock = new();
    private readonly WatchOptions _options;
    private readonly TimeProvider _time;
    private readonly RequestBudget _budget;
    private readonly PollPump _pump;
    private readonly PollPlanner _planner;
    private readonly Channel<WatchEvent> _events = Channel.CreateUnbounded<WatchEvent>(new() { SingleReader = true });
    private readonly Dictionary<string, WatchEntry> _entries = new(StringComparer.Ordinal);
    private int _total;
    private int _ended;
    private bool _completed;
    private bool _stopped;
    private bool _watched;

    /// <summary>Creates a watcher without tasks.</summary>
    /// <param name="poll">Reads a task once, without repetition, as <see cref="ApimartClient"/> does.</param>
    /// <param name="options">How to wait.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit or interval is not above zero, or the interval is above a day.</exception>
    public TaskWatcher(Func<string, CancellationToken, Task<ApimartTask>> poll, WatchOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxConcurrency, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.RequestsPerSecond, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.PollInterval ?? s_longestInterval, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.PollInterval ?? s_longestInterval, s_longestInterval, nameof(options));
        _options = options;
        _time = options.TimeProvider;
        _budget = new RequestBudget(options.MaxConcurrency, options.RequestsPerSecond);
        _planner = new PollPlanner(options);
        _pump = new PollPump(poll, _budget, _time, _lock, Answered, entry => Finish(entry, WatchEventKind.TimedOut), _events.Writer.TryComplete);
    }

    private TimeSpan Now => _pump.Now;

    /// <summary>
    /// Adds a task, at any time and from any thread. One that has ended comes back at once, without a request unless its
    /// links are missing or have expired. An id that is added again shares the polls of the first and gets an event of its own.
    /// After the wait has stopped nothing is added.
    /// </summary>
    /// <exception cref="ArgumentException">A running task without an id.</exception>
    public void Add(ApimartTask task)
    {
        if (task.TaskId.Length == 0 && !task.IsEnded)
        {
            throw new ArgumentException("A task without an id cannot be polled.", nameof(task));
        }

        lock (_lock)
        {
            if (_stopped)
            {
                return;
            }

            if (task.TaskId.Length > 0 && _entries.TryGetValue(task.TaskId, out WatchEntry? known))
            {
                AddAgain(known);
            }
            else
            {
                AddNew(task);
            }
        }

        _pump.Run();
    }

    /// <summary>Says that no more tasks will come: the enumeration ends with the last of them.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _completed = true;
            EndIfDone();
        }
    }

    /// <summary>What happens, as it happens, until all tasks have left the wait and <see cref="Complete"/> was called. Enumerate once.</summary>
    /// <exception cref="InvalidOperationException">It was enumerated before.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; all requests have stopped.</exception>
    public async IAsyncEnumerable<WatchEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            if (_watched)
            {
                throw new InvalidOperationException("A watcher's events can be enumerated once.");
            }

            _watched = true;
        }

        using CancellationTokenRegistration stop = cancellationToken.Register(Stop);
        try
        {
            await foreach (WatchEvent happened in _events.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return happened;
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            Stop();
        }
    }

    /// <summary>Where the wait stands now.</summary>
    public WatchSnapshot Snapshot()
    {
        lock (_lock)
        {
            TimeSpan now = Now;
            return WatchOverview.Of(_entries.Values, _total, _ended, now) with { AskedUntil = AskedUntil(now) };
        }
    }

    /// <summary>Stops all requests; the tasks run on.</summary>
    public void Dispose()
    {
        Stop();
        _pump.Dispose();
    }

    private void AddNew(ApimartTask task)
    {
        TimeSpan now = Now;
        TimeSpan? deadline = _options.Timeout < s_longestTimeout ? now + _options.Timeout : null;
        WatchEntry entry = new(task, _planner.TimingOf(task), _planner.NextShare(), now - AgeSince(task.CreatedAt), deadline);
        _total++;
        if (task.TaskId.Length > 0)
        {
            _entries.Add(task.TaskId, entry);
        }

        if (task.IsEnded && !NeedsLinks(task))
        {
            Finish(entry, WatchEventKind.Ended);
            return;
        }

        entry.Timing.Model.Open(entry);
        bool atOnce = task.CreatedAt is null || task.IsEnded;
        _pump.Add(entry, atOnce ? _ => now : _planner.After(entry, age: 0), isNew: true);
    }

    private void AddAgain(WatchEntry known)
    {
        _total++;
        if (known.Outcome is { } outcome)
        {
            _ended++;
            Report(outcome, known, nextPoll: null);
        }
        else
        {
            known.Adds++;
        }
    }

    /// <summary>The clock here and the server's need not agree: a task from the future was created now.</summary>
    private TimeSpan AgeSince(DateTimeOffset? created) =>
        created is { } at && _time.GetUtcNow() - at is { Ticks: > 0 } age ? age : TimeSpan.Zero;

    private bool NeedsLinks(ApimartTask task) =>
        task.Status == ApimartTaskStatus.Completed
        && (task.Videos.IsEmpty || task.Videos.Any(video => video.ExpiresAt <= _time.GetUtcNow()));

    private void Answered(WatchEntry entry, ApimartTask? seen, ApimartException? fault, TimeSpan startedAt)
    {
        lock (_lock)
        {
            _pump.Return(entry);
            if (!_stopped && entry.Outcome is null)
            {
                if (seen is not null)
                {
                    Saw(entry, seen, startedAt);
                }
                else
                {
                    Failed(entry, fault!, startedAt);
                }
            }

            if (!_stopped)
            {
                return;
            }
        }

        _pump.Stop();
    }

    private void Saw(WatchEntry entry, ApimartTask seen, TimeSpan startedAt)
    {
        TimeSpan now = Now;
        _budget.Succeeded(now);
        if (entry.Task.CreatedAt is null && seen.CreatedAt is not null)
        {
            entry.WasBorn(now - AgeSince(seen.CreatedAt));
        }

        bool endedBefore = entry.Task.IsEnded;
        double age = entry.AgeAt(startedAt);
        entry.Task = seen.WithKnown(entry.Task);
        entry.Failures = 0;
        entry.Fault = null;
        entry.SeenAt = startedAt;
        entry.Missed = false;
        if (!seen.IsEnded)
        {
            PollPlanner.Ran(entry, age);
            Continue(entry, WatchEventKind.Polled, startedAt, _planner.After(entry, age));
            return;
        }

        if (!endedBefore)
        {
            PollPlanner.Ended(entry, seen, age);
        }

        Finish(entry, WatchEventKind.Ended);
    }

    private void Failed(WatchEntry entry, ApimartException fault, TimeSpan startedAt)
    {
        TimeSpan now = Now;
        if (fault.Kind == ApimartErrorKind.RateLimit)
        {
            _budget.Limited(startedAt, now, fault.RetryAfter);
        }
        else if (fault.RetryAfter is { } wait)
        {
            _budget.Pause(now, wait);
        }

        PollFailure failure = PollFailures.Classify(entry, fault, now);
        entry.Fault = fault;
        if (failure == PollFailure.Refused)
        {
            Report(WatchEventKind.Stopped, entry, nextPoll: null);
            _stopped = true;
            _events.Writer.TryComplete();
        }
        else if (entry.Task.IsEnded)
        {
            entry.Fault = null;
            Finish(entry, WatchEventKind.Ended);
        }
        else if (failure == PollFailure.Lost)
        {
            entry.Task = entry.Task with { Status = ApimartTaskStatus.NotFound };
            Finish(entry, WatchEventKind.Lost);
        }
        else
        {
            entry.Failures++;
            TimeSpan due = now + _planner.Backoff(entry);
            Continue(entry, WatchEventKind.PollFailed, startedAt, _ => due);
        }
    }

    /// <summary>Goes on with a task that is not known to have ended, or lets it go where this was its last poll.</summary>
    private void Continue(WatchEntry entry, WatchEventKind seen, TimeSpan startedAt, Func<double, TimeSpan> poll)
    {
        TimeSpan now = Now;
        if (entry.Deadline <= startedAt || entry.Deadline + PollPump.LastPatience <= now)
        {
            Report(seen, entry, nextPoll: null);
            Finish(entry, WatchEventKind.TimedOut);
            return;
        }

        TimeSpan planned = _pump.Add(entry, poll);
        TimeSpan allowed = _budget.AskedUntil;
        Report(seen, entry, (planned > allowed ? planned : allowed) - now);
    }

    private void Finish(WatchEntry entry, WatchEventKind outcome)
    {
        entry.Outcome = outcome;
        entry.Timing.Model.Ended(entry);
        if (outcome == WatchEventKind.TimedOut)
        {
            // Added again, it is a new wait.
            _entries.Remove(entry.Task.TaskId);
        }

        _ended += entry.Adds;
        for (int i = 0; i < entry.Adds; i++)
        {
            Report(outcome, entry, nextPoll: null);
        }

        EndIfDone();
    }

    private void Report(WatchEventKind kind, WatchEntry entry, TimeSpan? nextPoll)
    {
        TimeSpan now = Now;
        _events.Writer.TryWrite(new WatchEvent(kind, entry.Task, entry.Fault, nextPoll)
        {
            SeenAgo = now - entry.SeenAt,
            AskedUntil = AskedUntil(now),
        });
    }

    private DateTimeOffset? AskedUntil(TimeSpan now) =>
        _budget.AskedUntil > now ? _time.GetLocalNow() + (_budget.AskedUntil - now) : null;

    private void EndIfDone()
    {
        if (_completed && _ended == _total)
        {
            _events.Writer.TryComplete();
        }
    }

    private void Stop()
    {
        lock (_lock)
        {
            _stopped = true;
            _events.Writer.TryComplete();
        }

        _pump.Stop();
    }
}
