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
