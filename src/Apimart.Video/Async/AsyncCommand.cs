using System.Collections.Concurrent;
using System.Management.Automation;
using Apimart.Video.Errors;

namespace Apimart.Video.Async;

/// <summary>
/// A cmdlet whose work runs in the background: what the work wants written is queued, and written on the pipeline's thread
/// at each record and until all work is done at the end.
/// </summary>
public abstract class AsyncCommand : PSCmdlet, IDisposable
{
    /// <summary>How long an answer that is worth money may still take after the pipeline was stopped.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);

    /// <summary>What can be called back has ended by then.</summary>
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private readonly BlockingCollection<Action> _writes = [];
    private readonly HashSet<Task> _running = [];
    private readonly SilenceProgress _silence;
    private bool _disposed;

    /// <summary>Creates the cmdlet; PowerShell does.</summary>
    protected AsyncCommand()
    {
        _silence = new SilenceProgress(this);
    }

    /// <summary>Cancelled when the pipeline stops, for whatever reason.</summary>
    protected CancellationToken StopToken => _stop.Token;

    private int Running
    {
        get
        {
            lock (_running)
            {
                return _running.Count;
            }
        }
    }

    /// <summary>Writes what is ready, then takes the record.</summary>
    protected sealed override void ProcessRecord()
    {
        Replay();
        ProcessItem();
    }

    /// <summary>Says that no record comes any more, then writes until all work is done.</summary>
    protected sealed override void EndProcessing()
    {
        EndItems();
        ReplayUntil(() => Running == 0);
        Tick(last: true);
        EndAll();
    }

    /// <summary>Ends all background work; called on another thread by Ctrl+C.</summary>
    protected sealed override void StopProcessing()
    {
        IsStopped = true;
        _stop.Cancel();
    }

    /// <summary>Whether the pipeline was stopped, by Ctrl+C say, rather than ended by one of its cmdlets.</summary>
    private protected bool IsStopped { get; private set; }

    /// <summary>Takes one record on the pipeline's thread and starts its work.</summary>
    protected abstract void ProcessItem();

    /// <summary>Called on the pipeline's thread when all work is done and written.</summary>
    protected virtual void EndAll()
    {
    }

    /// <summary>Called on the pipeline's thread after the last record.</summary>
    protected virtual void EndItems()
    {
    }

    /// <summary>
    /// Called on the pipeline's thread a few times a second while it waits for work, for progress. Where a cmdlet shows none of its
    /// own, a bar tells what is waited for as soon as nothing was written for some seconds.
    /// </summary>
    /// <param name="last">Whether the work is over and progress is to be taken away.</param>
    protected virtual void Tick(bool last) => _silence.Tick(last);

    /// <summary>Runs work in the background; what it throws becomes one non-terminating error.</summary>
    /// <param name="work">Pure work: it touches the pipeline only through <see cref="Post"/>.</param>
    /// <param name="target">What the error is about.</param>
    /// <param name="limit">How many pieces of work may run at once; further ones wait here while ready output is written.</param>
    /// <param name="label">What a word on a repetition is about; null where it is about all of the work.</param>
    protected void Start(Func<CancellationToken, Task> work, object? target, int limit = int.MaxValue, string? label = null)
    {
        ReplayUntil(() => Running < limit);
        Follow(Task.Run(() => GuardAsync(work, target, label)));
    }

    /// <summary>
    /// Runs work after all work before it has ended. What need not wait for anything is done on the pipeline's thread: with thousands of
    /// rows the way to another thread and back would be most of the time.
    /// </summary>
    /// <inheritdoc cref="Start" path="/param"/>
    protected void StartInTurn(Func<CancellationToken, Task> work, object? target)
    {
        ReplayUntil(() => Running == 0);
        Task task = GuardAsync(work, target, label: null);
        if (!task.IsCompleted)
        {
            Follow(task);
        }

        Replay();
    }

    private void Follow(Task task)
    {
        lock (_running)
        {
            _running.Add(task);
        }

        task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Queues something to be done on the pipeline's thread. Callable from any thread.</summary>
    protected void Post(Action write)
    {
        if (!_stop.IsCancellationRequested)
        {
            _writes.Add(write);
        }
    }

    /// <summary>Ends all background work that the pipeline left behind.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Cancels what runs and waits for it, a little longer where an answer is worth money.</summary>
    /// <param name="disposing">Whether managed resources are to be given back.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (_disposed || !disposing)
        {
            return;
        }

        _disposed = true;
        _stop.Cancel();
        Task[] left;
        lock (_running)
        {
            left = [.. _running];
        }

        if (!Task.WaitAll(left, s_moment))
        {
            TellLeft(s_grace);
            Task.WaitAll(left, s_grace);
            TellEnd();
        }
    }

    /// <summary>Called where the pipeline was stopped and some work cannot be called back; the pipeline itself takes no output any more.</summary>
    /// <param name="limit">How long that work is waited for.</param>
    protected virtual void TellLeft(TimeSpan limit)
    {
    }

    /// <summary>Called after <see cref="TellLeft"/>, when that work has ended or was waited for long enough.</summary>
    protected virtual void TellEnd()
    {
    }

    private async Task GuardAsync(Func<CancellationToken, Task> work, object? target, string? label)
    {
        RetryNotice.Listener = (fault, delay) => Post(() => _silence.Say(label is null || fault is null ? fault : $"{label}: {fault}", delay));
        try
        {
            await work(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // Whatever one item throws must not end the others.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Post(() => WriteError(ApimartErrors.From(fault, target)));
        }
    }

    private void Forget(Task task)
    {
        lock (_running)
        {
            _running.Remove(task);
        }

        _writes.Add(static () => { });
    }

    private void Replay()
    {
        while (_writes.TryTake(out Action? write))
        {
            _silence.Break();
            write();
        }
    }

    private void ReplayUntil(Func<bool> done)
    {
        Replay();
        while (!done())
        {
            try
            {
                if (_writes.TryTake(out Action? write, (int)s_tick.TotalMilliseconds, _stop.Token))
                {
                    _silence.Break();
                    write();
                }
            }
            catch (OperationCanceledException)
            {
                throw new PipelineStoppedException();
            }

            Tick(last: false);
        }

        Replay();
    }
}
