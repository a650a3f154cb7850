using Apimart.Video.Tasks;

namespace Apimart.Video.Benchmarks;

/// <summary>The same past tasks, whatever model is asked for.</summary>
internal sealed class FixedHistory(PastTask[] past) : IDurationHistory
{
    public IReadOnlyList<PastTask> NewestOf(IReadOnlyCollection<string> models, int most) => past.TakeLast(most).ToArray();
}
