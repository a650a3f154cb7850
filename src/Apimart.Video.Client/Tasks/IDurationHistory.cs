namespace Apimart.Video.Tasks;

/// <summary>What is known of how long tasks took.</summary>
public interface IDurationHistory
{
    /// <summary>
    /// The newest completed tasks of some models, in the order in which they were submitted; empty where nothing is known. Called
    /// once a wait for each family of models.
    /// </summary>
    /// <param name="models">The models' names, as in <see cref="ApimartTask.Model"/>; case is ignored.</param>
    /// <param name="most">How many tasks are wanted at most.</param>
    IReadOnlyList<PastTask> NewestOf(IReadOnlyCollection<string> models, int most);
}

/// <summary>A task that was completed.</summary>
/// <param name="Model">Its model.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Request">The request's parameters as JSON, by wire name; null where they are not known.</param>
/// <param name="Estimated">How long the server had expected it to take; null where it did not say.</param>
public sealed record PastTask(string Model, TimeSpan Duration, string? Request = null, TimeSpan? Estimated = null);
