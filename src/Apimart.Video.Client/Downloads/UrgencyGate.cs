namespace Apimart.Video.Downloads;

/// <summary>Lets a number of downloads run at once; of those that wait, the one whose link dies first goes first.</summary>
internal sealed class UrgencyGate
{
    private readonly object _lock = new();
    private readonly PriorityQueue<TaskCompletionSource, (DateTimeOffset Deadline, long Arrival)> _waiting = new();
    private int _free;
    private long _arrivals;

    internal UrgencyGate(int slots)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slots, 1);
        _free = slots;
    }

    /// <summary>Waits for a slot; whoever got one calls <see cref="Leave"/>.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled before.</exception>
    internal async Task EnterAsync(DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_free > 0)
            {
                _free--;
                return;
            }

            _waiting.Enqueue(turn, (deadline, _arrivals++));
        }

        using CancellationTokenRegistration registration =
            cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        await turn.Task.ConfigureAwait(false);
    }

    internal void Leave()
    {
        lock (_lock)
        {
            while (_waiting.TryDequeue(out TaskCompletionSource? next, out _))
            {
                if (next.TrySetResult())
                {
                    return;
                }
            }

            _free++;
        }
    }
}
