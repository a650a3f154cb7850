namespace Apimart.Video.Tasks;

/// <summary>A task that was completed.</summary>
/// <param name="Model">Its model.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Request">The request's parameters as JSON, by wire name; null where they are not known.</param>
/// <param name="Estimated">How long the server had expected it to take; null where it did not say.</param>
public sealed record PastTask(string Model, TimeSpan Duration, string? Request = null, TimeSpan? Estimated = null);
