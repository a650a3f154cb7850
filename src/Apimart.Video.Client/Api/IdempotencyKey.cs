namespace Apimart.Video.Api;

/// <summary>The key that tells the server that two submits are the same one: 1 to 191 visible ASCII characters.</summary>
internal static class IdempotencyKey
{
    internal static string Create() => $"apv-{Guid.NewGuid():n}";
}
