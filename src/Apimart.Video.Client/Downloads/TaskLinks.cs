using Apimart.Video.Api;
using Apimart.Video.Tasks;

namespace Apimart.Video.Downloads;

/// <summary>The links of one task's videos; reads the task again when they die, once for all its videos.</summary>
internal sealed class TaskLinks : IDisposable
{
    private readonly Func<string, CancellationToken, Task<ApimartTask>> _refresh;
    private readonly SemaphoreSlim _one = new(1);
    private volatile ApimartTask _task;

    internal TaskLinks(ApimartTask task, Func<string, CancellationToken, Task<ApimartTask>> refresh)
    {
        _task = task;
        _refresh = refresh;
    }

    internal ApimartTask Task => _task;

    internal VideoLink? this[int index] => index < _task.Videos.Length ? _task.Videos[index] : null;

    /// <summary>Makes sure that there are videos, with one look at a task that may have completed since it was seen.</summary>
    /// <exception cref="SaveException">The task has no video.</exception>
    internal async Task RequireVideosAsync(SaveErrors errors, CancellationToken cancellationToken)
    {
        bool mayHaveCompleted = !_task.IsEnded || _task is { Status: ApimartTaskStatus.Completed, Videos.IsEmpty: true };
        if (mayHaveCompleted && _task.TaskId.Length > 0)
        {
            try
            {
                await RenewAsync(0, this[0], cancellationToken).ConfigureAwait(false);
            }
            catch (ApimartException unread)
            {
                throw errors.NotRead(unread);
            }
        }

        if (_task.Status != ApimartTaskStatus.Completed)
        {
            throw errors.NotCompleted(_task);
        }

        if (_task.Videos.IsEmpty)
        {
            throw errors.NoVideo();
        }
    }

    /// <summary>Reads the task, unless its link has changed since <paramref name="dead"/> was taken from it.</summary>
    /// <exception cref="ApimartException">The task could not be read.</exception>
    internal async Task RenewAsync(int index, VideoLink? dead, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (this[index] == dead)
            {
                ApimartTask fresh = await _refresh(_task.TaskId, cancellationToken).ConfigureAwait(false);
                _task = (fresh.Videos.IsEmpty ? fresh with { Videos = _task.Videos } : fresh).WithKnown(_task);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
