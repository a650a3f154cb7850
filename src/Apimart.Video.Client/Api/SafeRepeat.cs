namespace Apimart.Video.Api;

/// <summary>Repeats a POST where the server cannot have accepted it, and only there.</summary>
internal static class SafeRepeat
{
    private const int Attempts = 6;
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(60);

    /// <exception cref="ApimartException">What the last attempt failed with.</exception>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> was cancelled between two attempts; nothing was accepted.
    /// </exception>
    internal static async Task<T> RunAsync<T>(Func<Task<T>> post, TimeProvider time, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            TimeSpan delay;
            try
            {
                return await post().ConfigureAwait(false);
            }
            catch (ApimartException fault) when (attempt < Attempts
                && SubmitJudge.Judge(fault) is (SubmitVerdict.NotExecuted or SubmitVerdict.InProgress)
                && Delay(attempt, fault.RetryAfter) <= s_longestDelay)
            {
                delay = Delay(attempt, fault.RetryAfter);
            }

            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static TimeSpan Delay(int attempt, TimeSpan? retryAfter) =>
        retryAfter ?? s_firstDelay * Math.Pow(2, attempt - 1) * (0.75 + (Random.Shared.NextDouble() / 2));
}
