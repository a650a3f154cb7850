using Apimart.Video.Api;
using Apimart.Video.Tasks;

namespace Apimart.Video.Polling;

/// <summary>
/// Sends the polls: each when it is due and the budget allows it. Tasks whose time is up leave with their last poll; this ends those
/// for which the server does not allow one.
/// </summary>
internal sealed class PollPump : IDisposable
{
    /// <summary>How long a timeout waits at most for the answer to the last poll, or for the server to allow it.</summary>
    internal static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_longestTimer = TimeSpan.FromDays(1);

    private readonly Func<string, CancellationToken, Task<ApimartTask>> _poll;
    private readonly RequestBudget _budget;
    private readonly PollQueue _queue;
    private readonly TimeProvider _time;
    private readonly object _lock;
    private readonly Action<WatchEntry, ApimartTask?, ApimartException?, TimeSpan> _answered;
    private readonly Action<WatchEntry> _timedOut;
    private readonly Func<Exception, bool> _broke;
    private readonly long _startedAt;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<WatchEntry> _deadlines = new();
    private readonly List<WatchEntry> _starting = [];
    private bool _running;
    private bool _runAgain;
    private bool _stopped;

    /// <param name="poll">Reads a task once.</param>
    /// <param name="budget">How many requests are allowed.</param>
    /// <param name="time">Where time comes from.</param>
    /// <param name="guard">The lock that guards the tasks.</param>
    /// <param name="answered">Told of each poll what was seen, or why nothing was, and when it began; not under the lock.</param>
    /// <param name="timedOut">Told of a task whose time is up without a last poll; under the lock.</param>
    /// <param name="broke">Told of what must not happen; whether it was heard.</param>
    internal PollPump(
        Func<string, CancellationToken, Task<ApimartTask>> poll,
        RequestBudget budget,
        TimeProvider time,
        object guard,
        Action<WatchEntry, ApimartTask?, ApimartException?, TimeSpan> answered,
        Action<WatchEntry> timedOut,
        Func<Exception, bool> broke)
    {
        _poll = poll;
        _budget = budget;
        _queue = new PollQueue(budget);
        _time = time;
        _lock = guard;
        _answered = answered;
        _timedOut = timedOut;
        _broke = broke;
        _startedAt = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Run(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The time since the wait began.</summary>
    internal TimeSpan Now => _time.GetElapsedTime(_startedAt);

    /// <summary>Plans the next poll of a task, and says when that is to be. Under the lock.</summary>
    /// <param name="entry">The task.</param>
    /// <param name="poll">When to poll, with steps stretched by a factor.</param>
    /// <param name="isNew">Whether it was not here before.</param>
    internal TimeSpan Add(WatchEntry entry, Func<double, TimeSpan> poll, bool isNew = false)
    {
        if (isNew && entry.Deadline is not null)
        {
            _deadlines.Enqueue(entry);
        }

        return _queue.Add(entry, Now, poll);
    }

    /// <summary>Starts the polls that are due and allowed, ends what is out of time, and sets the timer for the next of either.</summary>
    internal void Run()
    {
        while (true)
        {
            lock (_lock)
            {
                // A poll that ends at once comes back here; it must not start the next one on top of its own stack.
                if (_running)
                {
                    _runAgain = true;
                    return;
                }

                _running = true;
                _runAgain = false;
                TimeSpan now = Now;
                EndTimedOut(now);
                TakeDue(now);
                SetTimer(now);
            }

            foreach (WatchEntry entry in _starting)
            {
                _ = PollAsync(entry);
            }

            lock (_lock)
            {
                _running = false;
                if (!_runAgain)
                {
                    return;
                }
            }
        }
    }

    /// <summary>Takes a poll off the budget, as soon as what it told is taken in. Under the lock.</summary>
    internal void Return(WatchEntry entry)
    {
        _budget.Return();
        entry.InFlight = false;
    }

    /// <summary>Stops all requests.</summary>
    internal void Stop()
    {
        lock (_lock)
        {
            if (_stopped)
            {
                return;
            }

            _stopped = true;
        }

        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _stop.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void EndTimedOut(TimeSpan now)
    {
        while (_deadlines.TryPeek(out WatchEntry? entry) && (entry.Outcome is not null || IsKeptWaiting(entry, now)))
        {
            _deadlines.Dequeue();
            if (entry.Outcome is null)
            {
                _timedOut(entry);
            }
        }
    }

    private bool IsKeptWaiting(WatchEntry entry, TimeSpan now) =>
        entry.Deadline <= now && !entry.InFlight && _budget.AskedUntil > now + LastPatience;

    private void TakeDue(TimeSpan now)
    {
        _starting.Clear();
        while (!_stopped && _queue.Peek(now) is { } entry && _budget.TryStart(now))
        {
            _queue.Take().InFlight = true;
            _starting.Add(entry);
        }
    }

    private void SetTimer(TimeSpan now)
    {
        if (_stopped)
        {
            return;
        }

        TimeSpan? next = _deadlines.TryPeek(out WatchEntry? ending) && ending.Deadline > now ? ending.Deadline : null;
        if (_queue.NextDue(now) is { } due && _budget.NextStart is { } start)
        {
            TimeSpan poll = due > start ? due : start;
            next = next < poll ? next : poll;
        }

        TimeSpan wait = next is null ? Timeout.InfiniteTimeSpan
            : next <= now ? TimeSpan.Zero
            : next - now < s_longestTimer ? next.Value - now
            : s_longestTimer;
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private async Task PollAsync(WatchEntry entry)
    {
        TimeSpan startedAt = Now;
        ApimartTask? seen = null;
        ApimartException? fault = null;
        try
        {
            seen = await PollOnceAsync(entry, startedAt).ConfigureAwait(false);
        }
        catch (ApimartException failed)
        {
            fault = failed;
        }
        catch (Exception failed) when (!_stop.IsCancellationRequested)
        {
            fault = new ApimartException(ApimartErrorKind.Network, $"The poll failed: {failed.GetBaseException().Message}", failed);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        try
        {
            _answered(entry, seen, fault, startedAt);
            Run();
        }
        catch (Exception broken) when (_broke(broken))
        {
            // Nobody awaits a poll: without this the wait would go on in silence.
            Stop();
        }
    }

    private async Task<ApimartTask> PollOnceAsync(WatchEntry entry, TimeSpan startedAt)
    {
        if (entry.Deadline is not { } deadline)
        {
            return await _poll(entry.Task.TaskId, _stop.Token).ConfigureAwait(false);
        }

        TimeSpan end = (deadline > startedAt ? deadline : startedAt) + LastPatience;
        using CancellationTokenSource patience = new(end - startedAt < s_longestTimer ? end - startedAt : s_longestTimer, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, patience.Token);
        try
        {
            return await _poll(entry.Task.TaskId, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !_stop.IsCancellationRequested)
        {
            throw new ApimartException(ApimartErrorKind.Timeout, $"The server did not answer within {LastPatience.TotalSeconds:0} seconds.");
        }
    }
}
