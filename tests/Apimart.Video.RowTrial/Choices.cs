namespace Apimart.Video.RowTrial;

/// <summary>Decisions, drawn beforehand; where they run out the first choice is taken, so that a shorter list makes a simpler table.</summary>
internal sealed class Choices(int[] drawn)
{
    private int _next;

    internal int Below(int count) => _next < drawn.Length ? drawn[_next++] % count : 0;

    internal T Of<T>(params IReadOnlyList<T> values) => values[Below(values.Count)];

    /// <summary>True once in so many times.</summary>
    internal bool Once(int times) => Below(times) == times - 1;
}
