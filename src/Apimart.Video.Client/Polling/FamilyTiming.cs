using Apimart.Video.Models;
using Apimart.Video.Tasks;

namespace Apimart.Video.Polling;

/// <summary>How long the tasks of a family of models take: what a model of which little is known is judged by. Not thread-safe.</summary>
internal sealed class FamilyTiming
{
    private readonly Dictionary<string, ModelTiming> _models = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="past">Completed tasks of the family, in the order of their submits.</param>
    /// <param name="learns">Whether the tasks of this wait are learned from too.</param>
    internal FamilyTiming(IEnumerable<PastTask> past, bool learns = true)
    {
        Learns = learns;
        foreach (PastTask task in past)
        {
            ModelTiming model = Of(task.Model);
            model.Learn(model.ShapeOf(task.Request), task.Duration.TotalSeconds, task.Estimated?.TotalSeconds);
        }
    }

    internal bool Learns { get; }

    /// <summary>The durations of all models of the family.</summary>
    internal DurationForecast Forecast { get; } = new();

    internal ModelTiming Of(string name)
    {
        VideoModel? model = ModelCatalogue.Default.TryFind(name, out VideoModel? found) ? found : null;
        string key = model?.Name ?? name;
        if (!_models.TryGetValue(key, out ModelTiming? timing))
        {
            timing = new ModelTiming(this, model);
            _models.Add(key, timing);
        }

        return timing;
    }
}
