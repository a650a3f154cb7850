using System.Globalization;
using System.Runtime.ExceptionServices;
using Apimart.Video.Errors;
using Polly;
using Polly.Retry;

namespace Apimart.Video.Api;

/// <summary>
/// How requests are repeated: exponential with jitter, or as the server asks by Retry-After. The one place for all of them. A
/// wait of more than <see cref="LongestWait"/> is not sat out: the fault says until when the server asks to wait.
/// </summary>
internal sealed class Retries
{
    internal static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private const int ReadRetries = 4;
    private const int PostRetries = 5;
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestStep = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time;
    private readonly Func<Exception, bool> _isRepeated;
    private readonly Lazy<Pipeline> _pipeline;

    private Retries(TimeProvider time, int most, Func<Exception, bool> mayPass, Func<Exception, TimeSpan?> retryAfter, Func<int>? step = null)
    {
        _time = time;
        _isRepeated = fault => !(retryAfter(fault) > LongestWait) && mayPass(fault);

        // To be asked to wait no time, or until a moment that has passed, is to be asked nothing: what failed would fail again at once.
        _pipeline = new(() => new Pipeline(
            time,
            most,
            _isRepeated,
            (fault, attempt) => retryAfter(fault) is { Ticks: > 0 } asked ? asked : Backoff(step?.Invoke() ?? attempt)));
    }

    /// <summary>Reads, which may be repeated whatever happened.</summary>
    internal static Retries OfReads(TimeProvider time) =>
        new(time, ReadRetries, fault => fault is ApimartException api && IsPassing(api), RetryAfterOf);

    /// <summary>Submits and uploads, which are repeated where the server cannot have accepted them, and only there.</summary>
    internal static Retries OfPosts(TimeProvider time) =>
        new(
            time,
            PostRetries,
            fault => fault is ApimartException { IsLasting: false } api
                && SubmitVerdicts.Of(api) is SubmitVerdict.NotExecuted or SubmitVerdict.InProgress,
            RetryAfterOf);

    /// <summary>Downloads, which go on as long as something comes.</summary>
    /// <param name="time">Where time comes from.</param>
    /// <param name="mayPass">Whether the fault may pass and another request is worth it.</param>
    /// <param name="retryAfter">How long the host asked to wait.</param>
    /// <param name="step">How often running nothing came, from 0.</param>
    internal static Retries OfDownloads(TimeProvider time, Func<Exception, bool> mayPass, Func<Exception, TimeSpan?> retryAfter, Func<int> step) =>
        new(time, int.MaxValue, mayPass, retryAfter, step);

    /// <summary>Whether the same read may succeed a little later.</summary>
    internal static bool IsPassing(ApimartException fault) => !fault.IsLasting && fault.Kind
        is ApimartErrorKind.Network
        or ApimartErrorKind.Timeout
        or ApimartErrorKind.Server
        or ApimartErrorKind.RateLimit
        or ApimartErrorKind.Protocol;

    /// <summary>
    /// Runs a request until it succeeds or its fault is one that stays. Most succeed at once: what repeats the others is loaded with the
    /// first fault of a session that may pass, and takes that fault for the end of its own first try.
    /// </summary>
    internal async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        try
        {
            ExceptionDispatchInfo first;
            try
            {
                return await request(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception fault) when (_isRepeated(fault))
            {
                first = ExceptionDispatchInfo.Capture(fault);
            }

            return await _pipeline.Value.RepeatAsync(request, first, cancellationToken).ConfigureAwait(false);
        }
        catch (ApimartException fault) when (fault.RetryAfter > LongestWait)
        {
            throw fault.With($"{fault.Message} The server asks to wait until {Until(fault.RetryAfter.Value)}.");
        }
    }

    private static TimeSpan Backoff(int step)
    {
        TimeSpan delay = s_firstDelay * Math.Pow(2, Math.Min(step, 10)) * (0.75 + (Random.Shared.NextDouble() / 2));
        return delay < s_longestStep ? delay : s_longestStep;
    }

    private static TimeSpan? RetryAfterOf(Exception fault) => (fault as ApimartException)?.RetryAfter;

    private string Until(TimeSpan wait)
    {
        DateTimeOffset until = _time.GetLocalNow() + wait;
        return until.ToString(wait < TimeSpan.FromHours(12) ? "HH:mm:ss" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    /// <summary>A type of its own, since one that names Polly's types cannot be loaded without it.</summary>
    private sealed class Pipeline(TimeProvider time, int most, Func<Exception, bool> isRepeated, Func<Exception, int, TimeSpan> waitAfter)
    {
        private readonly ResiliencePipeline _polly = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = most,

                // The first fault was judged before; to judge may count.
                ShouldHandle = failed => ValueTask.FromResult(
                    failed.Outcome.Exception is { } fault && (failed.AttemptNumber == 0 || isRepeated(fault))),
                DelayGenerator = failed => ValueTask.FromResult<TimeSpan?>(waitAfter(failed.Outcome.Exception!, failed.AttemptNumber)),
                OnRetry = failed =>
                {
                    Exception fault = failed.Outcome.Exception!;
                    RetryNotice.Tell(fault is ApimartException api ? api.Numbered : fault.Message, failed.RetryDelay);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();

        /// <summary>Goes on after a first try.</summary>
        internal async Task<T> RepeatAsync<T>(Func<CancellationToken, Task<T>> request, ExceptionDispatchInfo? first, CancellationToken cancellationToken) =>
            await _polly
                .ExecuteAsync(
                    async token =>
                    {
                        Interlocked.Exchange(ref first, null)?.Throw();
                        return await request(token).ConfigureAwait(false);
                    },
                    cancellationToken)
                .ConfigureAwait(false);
    }
}
