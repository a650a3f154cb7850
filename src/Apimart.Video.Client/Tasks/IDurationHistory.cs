namespace Apimart.Video.Tasks;

/// <summary>What is known of how long a model's tasks took.</summary>
public interface IDurationHistory
{
    /// <summary>How long the model's finished tasks took, newest last; empty where nothing is known. Called once a model and wait.</summary>
    /// <param name="model">The model's name, as in <see cref="ApimartTask.Model"/>.</param>
    IReadOnlyList<TimeSpan> DurationsOf(string model);
}
