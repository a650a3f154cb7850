using Apimart.Video.Tasks;

namespace Apimart.Video.Benchmarks;

/// <summary>The same past durations for every model.</summary>
internal sealed class FixedHistory(double[] durations) : IDurationHistory
{
    private readonly TimeSpan[] _durations = durations.Select(TimeSpan.FromSeconds).ToArray();

    public IReadOnlyList<TimeSpan> DurationsOf(string model) => _durations;
}
