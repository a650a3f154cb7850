using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Apimart.Video.Api;

namespace Apimart.Video.Tasks;

/// <summary>
/// Waits for many tasks at once on one request budget. Each task is looked at when it is likely to have ended since the
/// last look; nothing but an ending ends the wait for it. Watching starts with <see cref="Add"/> and stops, all requests
/// with it, with the enumeration of <see cref="WatchAsync"/> or with <see cref="Dispose"/>. Nothing is ever cancelled on the server.
/// </summary>
public sealed class TaskWatcher : IAsyncDisposable, IDisposable
{
    private const int NearestShown = 5;
    private const double Jitter = 0.1;
    private static readonly TimeSpan s_longestTimer = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_longestBackoff = TimeSpan.FromSeconds(30);

    // A task that was accepted this moment may not have reached the server's own records yet.
    private static readonly TimeSpan s_unknownGrace = TimeSpan.FromSeconds(15);

    private readonly object _lock = new();
    private readonly Func<string, CancellationToken, Task<ApimartTask>> _look;
    private readonly WatchOptions _options;
    private readonly TimeProvider _time;
    private readonly long _startedAt;
    private readonly Random _random;
    private readonly ITimer _timer;
    private readonly RequestBudget _budget;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<WatchEvent> _events = Channel.CreateUnbounded<WatchEvent>(new() { SingleReader = true });
    private readonly Dictionary<string, WatchEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ModelTiming> _timings = new(StringComparer.OrdinalIgnoreCase);
    private readonly PriorityQueue<WatchEntry, TimeSpan> _queue = new();
    private readonly Queue<WatchEntry> _deadlines = new();
    private readonly List<WatchEntry> _starting = [];
    private double _demand;
    private int _total;
    private int _ended;
    private bool _completed;
    private bool _stopped;
    private bool _watched;
    private bool _pumping;
    private bool _pumpAgain;

    /// <summary>Creates a watcher without tasks.</summary>
    /// <param name="look">Reads a task once, without repetition, as <see cref="ApimartClient"/> does.</param>
    /// <param name="options">How to wait.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit or interval is zero or negative.</exception>
    public TaskWatcher(Func<string, CancellationToken, Task<ApimartTask>> look, WatchOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxConcurrency, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.RequestsPerSecond, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.PollInterval ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(options));
        _look = look;
        _options = options;
        _time = options.TimeProvider;
        _startedAt = _time.GetTimestamp();
        _random = options.Seed is { } seed ? new Random(seed) : new Random();
        _budget = new RequestBudget(options.MaxConcurrency, options.RequestsPerSecond);
        _timer = _time.CreateTimer(_ => Pump(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Now => _time.GetElapsedTime(_startedAt);

    /// <summary>
    /// Adds a task, at any time and from any thread. One that has ended comes back at once, without a request unless its
    /// links are missing or have expired. An id that is added again shares the looks of the first and gets an event of its own.
    /// After the wait has stopped nothing is added.
    /// </summary>
    /// <exception cref="ArgumentException">A running task without an id.</exception>
    public void Add(ApimartTask task)
    {
        if (task.TaskId.Length == 0 && !task.IsEnded)
        {
            throw new ArgumentException("A task without an id cannot be looked at.", nameof(task));
        }

        lock (_lock)
        {
            if (_stopped)
            {
                return;
            }

            _total++;
            if (task.TaskId.Length > 0 && _entries.TryGetValue(task.TaskId, out WatchEntry? known))
            {
                AddAgain(known);
            }
            else
            {
                AddNew(task);
            }
        }

        Pump();
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
            List<(WatchEntry Entry, double Remaining)> running = _entries.Values
                .Where(entry => entry.Outcome is null)
                .Select(entry => (entry, entry.Timing.Remaining(entry.AgeAt(now))))
                .ToList();
            return new WatchSnapshot(
                _total,
                _ended,
                running.OrderBy(item => item.Remaining).Take(NearestShown).Select(item => Describe(item.Entry, item.Remaining)).ToArray(),
                running.Count == 0 ? null : TimeSpan.FromSeconds(running.Max(item => item.Remaining)));

            WatchedTask Describe(WatchEntry entry, double remaining)
            {
                double age = entry.AgeAt(now);
                int passed = (int)(100 * age / (age + remaining));
                return new WatchedTask(entry.Task, Math.Min(99, Math.Max(entry.Task.Progress, passed)), TimeSpan.FromSeconds(remaining));
            }
        }
    }

    /// <summary>Stops all requests; the tasks run on.</summary>
    public void Dispose()
    {
        Stop();
        _timer.Dispose();
        _stop.Dispose();
    }

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void AddNew(ApimartTask task)
    {
        TimeSpan now = Now;
        WatchEntry entry = new(task, TimingOf(task.Model), now - AgeSince(task.CreatedAt), now + _options.Timeout);
        if (task.TaskId.Length > 0)
        {
            _entries.Add(task.TaskId, entry);
        }

        if (task.IsEnded && !NeedsLinks(task))
        {
            Finish(entry, WatchEventKind.Ended, fault: null);
            return;
        }

        if (task.CreatedAt is null || task.IsEnded)
        {
            Enqueue(entry, now, now, _ => now);
        }
        else
        {
            PlanFrom(entry, age: 0);
        }

        if (entry.Deadline is not null)
        {
            _deadlines.Enqueue(entry);
        }
    }

    private void AddAgain(WatchEntry known)
    {
        if (known.Outcome is { } outcome)
        {
            _ended++;
            Report(outcome, known, known.Fault, nextLook: null);
        }
        else
        {
            known.Adds++;
        }
    }

    /// <summary>The clock here and the server's need not agree: a task from the future was created now.</summary>
    private TimeSpan AgeSince(DateTimeOffset? created) =>
        created is { } at && _time.GetUtcNow() - at is { Ticks: > 0 } age ? age : TimeSpan.Zero;

    private ModelTiming TimingOf(string? model)
    {
        string key = model ?? string.Empty;
        if (!_timings.TryGetValue(key, out ModelTiming? timing))
        {
            timing = new ModelTiming(model is null ? [] : _options.History?.DurationsOf(model) ?? []);
            _timings.Add(key, timing);
        }

        return timing;
    }

    private bool NeedsLinks(ApimartTask task) =>
        task.Status == ApimartTaskStatus.Completed
        && (task.Videos.IsEmpty || task.Videos.Any(video => video.ExpiresAt <= _time.GetUtcNow()));

    /// <summary>Starts the looks that are due and allowed, ends what is out of time, and sets the timer for the next of either.</summary>
    private void Pump()
    {
        while (true)
        {
            lock (_lock)
            {
                // A look that ends at once comes back here; it must not start the next one on top of its own stack.
                if (_pumping)
                {
                    _pumpAgain = true;
                    return;
                }

                _pumping = true;
                _pumpAgain = false;
                TimeSpan now = Now;
                EndTimedOut(now);
                TakeDue(now);
                SetTimer(now);
            }

            foreach (WatchEntry entry in _starting)
            {
                _ = LookAsync(entry);
            }

            lock (_lock)
            {
                _pumping = false;
                if (!_pumpAgain)
                {
                    return;
                }
            }
        }
    }

    private void EndTimedOut(TimeSpan now)
    {
        while (_deadlines.TryPeek(out WatchEntry? entry) && (entry.Outcome is not null || entry.Deadline <= now))
        {
            _deadlines.Dequeue();
            if (entry.Outcome is null)
            {
                // Added again, it is a new wait.
                _entries.Remove(entry.Task.TaskId);
                Finish(entry, WatchEventKind.TimedOut, fault: null);
            }
        }
    }

    private void TakeDue(TimeSpan now)
    {
        _starting.Clear();
        while (!_stopped && PeekWaiting() is { } entry && entry.Due <= now && _budget.TryStart(now))
        {
            _queue.Dequeue();
            _demand -= entry.Demand;
            _starting.Add(entry);
        }
    }

    private WatchEntry? PeekWaiting()
    {
        while (_queue.TryPeek(out WatchEntry? entry, out _))
        {
            if (entry.Outcome is null)
            {
                return entry;
            }

            _queue.Dequeue();
            _demand -= entry.Demand;
        }

        return null;
    }

    private void SetTimer(TimeSpan now)
    {
        if (_stopped)
        {
            return;
        }

        TimeSpan? next = _deadlines.TryPeek(out WatchEntry? ending) ? ending.Deadline : null;
        if (PeekWaiting() is { } entry && _budget.NextStart is { } start)
        {
            TimeSpan look = entry.Due > start ? entry.Due : start;
            next = next < look ? next : look;
        }

        TimeSpan wait = next is null ? Timeout.InfiniteTimeSpan : next.Value - now;
        _timer.Change(
            next is null ? wait : wait > s_longestTimer ? s_longestTimer : wait < TimeSpan.Zero ? TimeSpan.Zero : wait,
            Timeout.InfiniteTimeSpan);
    }

    private async Task LookAsync(WatchEntry entry)
    {
        TimeSpan startedAt = Now;
        ApimartTask? seen = null;
        ApimartException? fault = null;
        try
        {
            seen = await _look(entry.Task.TaskId, _stop.Token).ConfigureAwait(false);
        }
        catch (ApimartException failed)
        {
            fault = failed;
        }
        catch (Exception failed) when (!_stop.IsCancellationRequested)
        {
            fault = new ApimartException(ApimartErrorKind.Network, $"The look failed: {failed.GetBaseException().Message}", failed);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        bool refused;
        lock (_lock)
        {
            _budget.Return();
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

            refused = _stopped;
        }

        if (refused)
        {
            Stop();
        }
        else
        {
            Pump();
        }
    }

    private void Saw(WatchEntry entry, ApimartTask seen, TimeSpan startedAt)
    {
        TimeSpan now = Now;
        _budget.Succeeded(now);
        bool linksOnly = entry.Task.IsEnded;
        if (entry.Task.CreatedAt is null && seen.CreatedAt is not null)
        {
            entry.WasBorn(now - AgeSince(seen.CreatedAt));
        }

        entry.Task = seen.WithKnown(entry.Task);
        entry.Failures = 0;
        entry.Seen = true;
        if (linksOnly || seen.IsEnded)
        {
            if (!linksOnly && seen.Status == ApimartTaskStatus.Completed)
            {
                Learn(entry, seen, startedAt);
            }

            Finish(entry, WatchEventKind.Ended, fault: null);
            return;
        }

        double age = entry.AgeAt(startedAt);
        entry.Timing.Ran(entry.LastAge, age);
        entry.Timing.Estimated(entry.Task.EstimatedTime?.TotalSeconds ?? 0);
        entry.Progress.Saw(age, seen.Progress, entry.Task.EstimatedTime?.TotalSeconds);
        entry.LastAge = (float)age;
        Report(WatchEventKind.Looked, entry, fault: null, PlanFrom(entry, age) - now);
    }

    /// <summary>Counts how long a task took: in the server's words, or failing those as seen from here.</summary>
    private static void Learn(WatchEntry entry, ApimartTask seen, TimeSpan lookedAt)
    {
        TimeSpan? told = seen.ActualTime ?? seen.CompletedAt - seen.CreatedAt;
        double duration = told?.TotalSeconds ?? (entry.Task.CreatedAt is null ? 0 : (entry.LastAge + entry.AgeAt(lookedAt)) / 2);
        if (duration > 0)
        {
            entry.Timing.Ended(entry.LastAge, duration);
            if (entry.Progress.End is { } foreseen)
            {
                entry.Timing.ProgressTold(foreseen, duration);
            }
        }
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

        if (fault.Kind is ApimartErrorKind.Authentication or ApimartErrorKind.Payment or ApimartErrorKind.Permission)
        {
            Report(WatchEventKind.Stopped, entry, fault, nextLook: null);
            _stopped = true;
            _events.Writer.TryComplete();
        }
        else if (entry.Task.IsEnded)
        {
            Finish(entry, WatchEventKind.Ended, fault: null);
        }
        else if (IsLost(entry, fault, now))
        {
            entry.Task = entry.Task with { Status = ApimartTaskStatus.NotFound };
            Finish(entry, WatchEventKind.Lost, fault);
        }
        else
        {
            entry.Failures++;
            TimeSpan backoff = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(entry.Failures, 6) - 1));
            backoff = _options.PollInterval ?? (backoff < s_longestBackoff ? backoff : s_longestBackoff);
            TimeSpan due = now + (backoff * Jittered());
            Enqueue(entry, now, due, _ => due);
            Report(WatchEventKind.LookFailed, entry, fault, due - now);
        }
    }

    private static bool IsLost(WatchEntry entry, ApimartException fault, TimeSpan now) =>
        fault.Kind is ApimartErrorKind.NotFound or ApimartErrorKind.InvalidRequest
        && (entry.Seen || entry.Task.CreatedAt is null || entry.AgeAt(now) > s_unknownGrace.TotalSeconds);

    /// <summary>Plans the next look at a task that ran still at an age, and returns when it is.</summary>
    private TimeSpan PlanFrom(WatchEntry entry, double age)
    {
        double step = Jittered();
        Func<double, double> nextAge =
            _options.PollInterval is { } interval ? stretch => age + (interval.TotalSeconds * stretch)
            : entry.Timing.TrustsProgress && entry.Progress.NextAge() is { } told ? _ => told
            : stretch => entry.Timing.NextAge(age, step * stretch);
        return Enqueue(entry, Now, entry.TimeOf(nextAge(1)), stretch => entry.TimeOf(nextAge(stretch)));
    }

    private double Jittered() => 1 + (Jitter * ((2 * _random.NextDouble()) - 1));

    /// <summary>
    /// Queues the next look. Where all tasks together ask for more than the budget, the steps of all are stretched by the
    /// same factor: that keeps the proportions, so the likeliest to have ended come first, and none is left out.
    /// </summary>
    private TimeSpan Enqueue(WatchEntry entry, TimeSpan now, TimeSpan due, Func<double, TimeSpan> stretched)
    {
        entry.Due = due > now ? due : now;
        entry.Demand = (float)(1 / Math.Max(0.1, (entry.Due - now).TotalSeconds));
        _demand += entry.Demand;
        double stretch = _demand / _budget.Rate;
        TimeSpan planned = stretch > 1 && stretched(stretch) is var later && later > entry.Due ? later : entry.Due;
        _queue.Enqueue(entry, planned);
        return planned;
    }

    private void Finish(WatchEntry entry, WatchEventKind outcome, ApimartException? fault)
    {
        entry.Outcome = outcome;
        entry.Fault = fault;
        _ended += entry.Adds;
        for (int i = 0; i < entry.Adds; i++)
        {
            Report(outcome, entry, fault, nextLook: null);
        }

        EndIfDone();
    }

    private void Report(WatchEventKind kind, WatchEntry entry, ApimartException? fault, TimeSpan? nextLook) =>
        _events.Writer.TryWrite(new WatchEvent(kind, entry.Task, fault, nextLook));

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
            if (_stopped && _stop.IsCancellationRequested)
            {
                return;
            }

            _stopped = true;
            _events.Writer.TryComplete();
        }

        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _stop.Cancel();
    }
}
