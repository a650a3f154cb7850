namespace Apimart.Video.Downloads;

/// <summary>Cancels work that shows no sign of life for a while.</summary>
internal sealed class IdleWatch : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _silence;
    private readonly CancellationTokenSource _either;

    internal IdleWatch(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        _limit = limit;
        _silence = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_silence.Token, cancellationToken);
    }

    internal CancellationToken Token => _either.Token;

    internal bool IsSilent => _silence.IsCancellationRequested;

    /// <summary>Notes a sign of life.</summary>
    internal void Touch() => _silence.CancelAfter(_limit);

    public void Dispose()
    {
        _either.Dispose();
        _silence.Dispose();
    }
}
