using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Watching;

/// <summary>A history in which each model's tasks took about so many seconds: from a tenth less to a tenth more.</summary>
internal sealed class KnownDurations(params (string Model, double Seconds)[] models) : IDurationHistory
{
    public IReadOnlyList<PastTask> NewestOf(IReadOnlyCollection<string> names, int most) =>
        models.Where(known => names.Contains(known.Model))
            .SelectMany(known => Enumerable.Range(0, 41).Select(i => new PastTask(known.Model, TimeSpan.FromSeconds(known.Seconds * (0.9 + (0.005 * (i * 17 % 41)))))))
            .TakeLast(most)
            .ToArray();
}
