using System.Collections.Concurrent;
using System.Management.Automation;
using System.Reflection;
using Apimart.Video.Errors;

namespace Apimart.Video.Async;

/// <summary>
/// A cmdlet whose work runs in the background. What comes of the work is sent as records, and taken on the pipeline's thread: at each
/// record of the input, and until all work is done at the end. Where they are taken slowly, the work waits.
/// </summary>
public abstract class AsyncCommand : PSCmdlet, IDisposable
{
    /// <summary>How many results may wait for the pipeline's thread.</summary>
    private const int Capacity = 128;

    /// <summary>How long an answer that is worth money may still take after the pipeline was stopped.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);

    /// <summary>What can be called back has ended by then.</summary>
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(250);

    /// <summary>PowerShell's own token, from 7.6 on; what this is compiled against is older.</summary>
    private static readonly Func<PSCmdlet, CancellationToken>? s_pipelineToken = typeof(PSCmdlet)
        .GetProperty("PipelineStopToken", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)?
        .GetMethod?.CreateDelegate<Func<PSCmdlet, CancellationToken>>();

    private readonly BlockingCollection<object> _results = new(Capacity);
    private readonly HashSet<Task> _running = [];
    private readonly SilenceProgress _silence;
    private readonly CancellationTokenSource _stop = new();
    private CancellationTokenRegistration _pipelineStop;
    private int _pipelineThread;
    private bool _disposed;

    /// <summary>Creates the cmdlet; PowerShell does.</summary>
    protected AsyncCommand()
    {
        _silence = new SilenceProgress(this);
    }

    /// <summary>Cancelled when the pipeline stops, for whatever reason.</summary>
    protected CancellationToken StopToken => _stop.Token;

    /// <summary>Whether the pipeline was stopped, by Ctrl+C say, rather than ended by one of its cmdlets.</summary>
    private protected bool IsStopped { get; private set; }

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

    /// <summary>Takes the results that are ready, then the record.</summary>
    protected sealed override void ProcessRecord()
    {
        Enter();
        TakeReady();
        ProcessItem();
    }

    /// <summary>Says that no record comes any more, then takes results until all work is done.</summary>
    protected sealed override void EndProcessing()
    {
        Enter();
        EndItems();
        TakeUntil(() => Running == 0);
        Tick(last: true);
        EndAll();
    }

    /// <summary>Ends all background work; called on another thread by Ctrl+C. PowerShell cancels its own token before it calls this.</summary>
    protected sealed override void StopProcessing()
    {
        IsStopped = true;
        _stop.Cancel();
    }

    /// <summary>Takes one record on the pipeline's thread and starts its work.</summary>
    protected abstract void ProcessItem();

    /// <summary>Takes what the work sent, on the pipeline's thread; without more it is written as it is.</summary>
    /// <param name="result">A record of the cmdlet's own, or the object to write.</param>
    protected virtual void Receive(object result) => WriteObject(result);

    /// <summary>Called on the pipeline's thread after the last record.</summary>
    protected virtual void EndItems()
    {
    }

    /// <summary>Called on the pipeline's thread when all work is done and its results are taken.</summary>
    protected virtual void EndAll()
    {
    }

    /// <summary>
    /// Called on the pipeline's thread a few times a second while it waits for work, for progress. Where a cmdlet shows none of its
    /// own, a bar tells what is waited for as soon as nothing was written for some seconds.
    /// </summary>
    /// <param name="last">Whether the work is over and progress is to be taken away.</param>
    protected virtual void Tick(bool last) => _silence.Tick(last);

    /// <summary>Runs work in the background; what it throws becomes one non-terminating error.</summary>
    /// <param name="work">Pure work: it touches the pipeline only through <see cref="Send"/>.</param>
    /// <param name="target">What the error is about.</param>
    /// <param name="limit">How many pieces of work may run at once; further ones wait here while results are taken.</param>
    /// <param name="label">What a word on a repetition is about; null where it is about all of the work.</param>
    protected void Start(Func<CancellationToken, Task> work, object? target, int limit = int.MaxValue, string? label = null)
    {
        TakeUntil(() => Running < limit);
        Follow(Task.Run(() => RunAsync(work, target, label)));
    }

    /// <summary>
    /// Runs work after all work before it has ended. What need not wait for anything is done on the pipeline's thread: with thousands of
    /// rows the way to another thread and back would be most of the time.
    /// </summary>
    /// <inheritdoc cref="Start" path="/param"/>
    protected void StartInTurn(Func<CancellationToken, Task> work, object? target)
    {
        TakeUntil(() => Running == 0);
        Task task = RunAsync(work, target, label: null);
        if (!task.IsCompleted)
        {
            Follow(task);
        }

        TakeReady();
    }

    /// <summary>Sends a result to the pipeline's thread, and waits while too many are there. Callable from any thread.</summary>
    protected void Send(object result)
    {
        try
        {
            while (!_results.TryAdd(result, IsPipelineThread ? 0 : Timeout.Infinite, _stop.Token))
            {
                TakeReady();
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody takes it any more.
        }
    }

    /// <summary>Sends a warning to the pipeline's thread. Callable from any thread.</summary>
    private protected void Warn(string text) => Send(new WarningRecord(text));

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
        _pipelineStop.Dispose();
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

    private void Enter()
    {
        if (_pipelineThread == 0)
        {
            _pipelineThread = Environment.CurrentManagedThreadId;
            _pipelineStop = s_pipelineToken?.Invoke(this).UnsafeRegister(command => ((AsyncCommand)command!).StopProcessing(), this) ?? default;
        }
    }

    private bool IsPipelineThread => Environment.CurrentManagedThreadId == _pipelineThread;

    private void Follow(Task task)
    {
        lock (_running)
        {
            _running.Add(task);
        }

        task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task RunAsync(Func<CancellationToken, Task> work, object? target, string? label)
    {
        RetryNotice.Listener = (fault, delay) => Send(new Repetition(label is null || fault is null ? fault : $"{label}: {fault}", delay));
        try
        {
            await work(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // Whatever one item throws must not end the others.
        catch (Exception fault) when (fault is not PipelineStoppedException)
#pragma warning restore CA1031
        {
            Send(ApimartErrors.From(fault, target));
        }
    }

    private void Forget(Task task)
    {
        lock (_running)
        {
            _running.Remove(task);
        }

        // Where there is no room for it, the pipeline's thread is awake.
        _results.TryAdd(WorkEnded.Instance);
    }

    private void TakeReady()
    {
        while (_results.TryTake(out object? result))
        {
            TakeResult(result);
        }
    }

    private void TakeUntil(Func<bool> done)
    {
        TakeReady();
        while (!done())
        {
            try
            {
                if (_results.TryTake(out object? result, (int)s_tick.TotalMilliseconds, _stop.Token))
                {
                    TakeResult(result);
                }
            }
            catch (OperationCanceledException)
            {
                throw new PipelineStoppedException();
            }

            Tick(last: false);
        }

        TakeReady();
    }

    private void TakeResult(object result)
    {
        _silence.Break();
        switch (result)
        {
            case WorkEnded:
                break;
            case Repetition repetition:
                _silence.Say(repetition.Fault, repetition.Delay);
                break;
            case WarningRecord warning:
                WriteWarning(warning.Message);
                break;
            case ErrorRecord error:
                WriteError(error);
                break;
            default:
                Receive(result);
                break;
        }
    }

    /// <summary>Something failed and is tried again, or is waited for; null where that is over.</summary>
    private sealed record Repetition(string? Fault, TimeSpan Delay);

    private sealed record WorkEnded
    {
        internal static readonly WorkEnded Instance = new();
    }
}
