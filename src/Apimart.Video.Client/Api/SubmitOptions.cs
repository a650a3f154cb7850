namespace Apimart.Video.Api;

/// <summary>What belongs to a submit besides the request itself.</summary>
public sealed class SubmitOptions
{
    /// <summary>A submit on its own, outside any batch.</summary>
    public static readonly SubmitOptions None = new();

    /// <summary>The batch the request belongs to.</summary>
    public string? JobName { get; init; }
}
