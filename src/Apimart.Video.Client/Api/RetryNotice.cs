namespace Apimart.Video.Api;

/// <summary>Tells whoever waits for a request that it is tried again, so that nothing waits in silence. Flows with the caller's own calls.</summary>
internal static class RetryNotice
{
    private static readonly AsyncLocal<Action<string, TimeSpan>?> s_listener = new();

    /// <summary>Is told what went wrong and how long it is until the next try, on any thread.</summary>
    internal static Action<string, TimeSpan>? Listener
    {
        set => s_listener.Value = value;
    }

    internal static void Tell(string fault, TimeSpan delay) => s_listener.Value?.Invoke(fault, delay);
}
