using Polly;
using Polly.Retry;

namespace Apimart.Video.Downloads;

/// <summary>
/// How often and when a file is asked for again. What counts is how often nothing came: a long file over a bad line may need
/// many requests.
/// </summary>
internal sealed class RetryPlan
{
    private const int MostFruitless = 5;
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(30);

    private readonly ResiliencePipeline _pipeline;
    private long _furthest;
    private int _fruitless;

    /// <param name="time">The clock.</param>
    /// <param name="length">The bytes that are here already.</param>
    internal RetryPlan(TimeProvider time, long length)
    {
        _furthest = length;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = outcome => ValueTask.FromResult(
                    outcome.Outcome.Exception is SaveException { IsPassing: true } && ++_fruitless < MostFruitless),
                MaxRetryAttempts = int.MaxValue,
                DelayGenerator = outcome => ValueTask.FromResult<TimeSpan?>(DelayAfter(outcome.Outcome.Exception)),
            })
            .Build();
    }

    internal async Task RunAsync(Func<CancellationToken, Task> attempt, CancellationToken cancellationToken) =>
        await _pipeline
            .ExecuteAsync(async token => await attempt(token).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);

    /// <summary>Notes how far the file has come; bytes that came before are no progress.</summary>
    internal void Reach(long length)
    {
        if (length > _furthest)
        {
            _furthest = length;
            _fruitless = 0;
        }
    }

    private TimeSpan DelayAfter(Exception? fault)
    {
        TimeSpan step = s_firstDelay * Math.Pow(2, _fruitless - 1) * (0.75 + (Random.Shared.NextDouble() / 2));
        TimeSpan wait = (fault as SaveException)?.RetryAfter ?? step;
        return wait < s_longestDelay ? wait : s_longestDelay;
    }
}
