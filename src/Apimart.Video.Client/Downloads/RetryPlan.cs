using Apimart.Video.Api;

namespace Apimart.Video.Downloads;

/// <summary>
/// How often a file is asked for again. What counts is how often nothing came: a long file over a bad line may need many
/// requests. A file that is not there yet, so soon after its task completed, is asked for as long as hosts take to spread it.
/// </summary>
internal sealed class RetryPlan
{
    private const int MostFruitless = 5;
    private static readonly TimeSpan s_spreading = TimeSpan.FromSeconds(150);

    private readonly TimeProvider _time;
    private readonly Retries _retries;
    private long _furthest;
    private long? _firstEarly;
    private int _early;
    private int _fruitless;

    /// <param name="time">The clock.</param>
    /// <param name="length">The bytes that are here already.</param>
    internal RetryPlan(TimeProvider time, long length)
    {
        _time = time;
        _furthest = length;
        _retries = Retries.OfDownloads(
            time,
            MayPass,
            fault => (fault as SaveException)?.RetryAfter,
            () => Math.Max(0, Math.Max(_fruitless, _early) - 1));
    }

    internal Task RunAsync(Func<CancellationToken, Task> attempt, CancellationToken cancellationToken) => _retries.RunAsync(
        async token =>
        {
            await attempt(token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <summary>Notes how far the file has come; bytes that came before are no progress.</summary>
    internal void Reach(long length)
    {
        if (length > _furthest)
        {
            _furthest = length;
            _fruitless = 0;
        }
    }

    private bool MayPass(Exception fault)
    {
        switch (fault)
        {
            case SaveException { IsEarly: true }:
                _early++;
                _firstEarly ??= _time.GetTimestamp();
                return _time.GetElapsedTime(_firstEarly.Value) < s_spreading;
            case SaveException { IsPassing: true }:
                return ++_fruitless < MostFruitless;
            default:
                return false;
        }
    }
}
