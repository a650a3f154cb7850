using Apimart.Video.Images;

namespace Apimart.Video.Uploads;

/// <summary>One upload that several rows wait for; it is given up when nobody waits any more.</summary>
internal sealed class SharedUpload : IDisposable
{
    private readonly CancellationTokenSource _abandoned = new();
    private readonly Lazy<Task<UploadedLink>> _work;
    private int _waiting;

    internal SharedUpload(Func<CancellationToken, Task<UploadedLink>> work)
    {
        _work = new Lazy<Task<UploadedLink>>(() => Task.Run(() => work(_abandoned.Token)));
    }

    /// <exception cref="OperationCanceledException">The token was cancelled, or everyone else had left already.</exception>
    internal async Task<UploadedLink> JoinAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            return await _work.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (Interlocked.Decrement(ref _waiting) == 0 && !_work.Value.IsCompleted)
            {
                await _abandoned.CancelAsync().ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => _abandoned.Dispose();
}
