using System.Globalization;

namespace Apimart.Video.KillTrial;

/// <summary>Where a worker ends its own life: at the n-th time (from 1) it comes to a place; see <see cref="KillPlaces"/>.</summary>
public sealed record KillPoint(string Place, int Time)
{
    private const string Tracing = "trace";

    /// <summary>Nowhere: the worker says on its output which places it comes to.</summary>
    public static readonly KillPoint Trace = new(Tracing, 0);

    public override string ToString() => $"{Place}@{Time}";

    internal static KillPoint? Parse(string text) => text.Split('@') is [var place, var time]
        ? new KillPoint(place, int.Parse(time, CultureInfo.InvariantCulture))
        : null;
}
