using System.Runtime.InteropServices;
using Apimart.Video.Api;

namespace Apimart.Video.Journal;

/// <summary>
/// The rows that were claimed and have no answer yet. When the process is asked to end, nothing more is claimed, and the end
/// waits a while for these.
/// </summary>
internal sealed class AnswersUnderWay : IDisposable
{
    /// <summary>How long the end of the process waits; a service manager kills what takes much longer.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly Func<Task> _settle;
    private PosixSignalRegistration? _signal;
    private volatile bool _ending;

    /// <param name="settle">Writes what is owed.</param>
    internal AnswersUnderWay(Func<Task> settle)
    {
        _settle = settle;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        lock (_keys)
        {
            _signal?.Dispose();
            _signal = null;
        }
    }

    internal bool IsEmpty
    {
        get
        {
            lock (_keys)
            {
                return _keys.Count == 0;
            }
        }
    }

    /// <exception cref="OperationCanceledException">The process is ending.</exception>
    internal void ThrowIfEnding()
    {
        if (_ending)
        {
            throw new OperationCanceledException("The process is ending.");
        }
    }

    internal void Add(string key)
    {
        lock (_keys)
        {
            _keys.Add(key);

            // From .NET 10 on, SIGTERM raises ProcessExit no more: the runtime ends the process at once.
            _signal ??= PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => OnProcessExit(sender: null, EventArgs.Empty));
        }
    }

    internal void Remove(string? key)
    {
        lock (_keys)
        {
            if (key is not null && _keys.Remove(key))
            {
                Monitor.PulseAll(_keys);
            }
        }
    }

    private void OnProcessExit(object? sender, EventArgs e)
    {
        _ending = true;
        DateTime end = DateTime.UtcNow + Grace;
        lock (_keys)
        {
            while (_keys.Count > 0 && end - DateTime.UtcNow is var left && left > TimeSpan.Zero)
            {
                Monitor.Wait(_keys, left);
            }
        }

        try
        {
            _settle().Wait(TimeSpan.FromSeconds(1));
        }
        catch (AggregateException fault) when (fault.InnerException is ApimartException)
        {
            // What is owed lies in the spool, if it could be put there.
        }
    }
}
