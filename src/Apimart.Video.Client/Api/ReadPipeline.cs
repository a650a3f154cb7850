using Polly;
using Polly.Retry;

namespace Apimart.Video.Api;

/// <summary>How reads are repeated: exponential with jitter, or as the server asks by Retry-After.</summary>
internal static class ReadPipeline
{
    private const int Retries = 4;
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(30);

    internal static ResiliencePipeline Create(TimeProvider time) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<ApimartException>(IsPassing),
                MaxRetryAttempts = Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = s_firstDelay,
                MaxDelay = s_longestDelay,
                DelayGenerator = outcome => ValueTask.FromResult((outcome.Outcome.Exception as ApimartException)?.RetryAfter),
            })
            .Build();

    /// <summary>Whether the same read may succeed a little later.</summary>
    internal static bool IsPassing(ApimartException fault) => fault.Kind
        is ApimartErrorKind.Network
        or ApimartErrorKind.Timeout
        or ApimartErrorKind.Server
        or ApimartErrorKind.RateLimit
        or ApimartErrorKind.Protocol;
}
