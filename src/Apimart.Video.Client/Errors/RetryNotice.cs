namespace Apimart.Video.Errors;

/// <summary>Tells whoever waits for a request what it waits for, so that nothing waits in silence. Flows with the caller's own calls.</summary>
internal static class RetryNotice
{
    private static readonly AsyncLocal<Action<string?, TimeSpan>?> s_listener = new();

    /// <summary>
    /// Is told, on any thread, what went wrong and how long it is until the next try, or what is waited for with no known end; null
    /// when that wait is over.
    /// </summary>
    internal static Action<string?, TimeSpan>? Listener
    {
        set => s_listener.Value = value;
    }

    internal static void Tell(string fault, TimeSpan delay) => s_listener.Value?.Invoke(fault, delay);

    internal static void TellWait(string what) => s_listener.Value?.Invoke(what, Timeout.InfiniteTimeSpan);

    internal static void EndWait() => s_listener.Value?.Invoke(null, TimeSpan.Zero);
}
