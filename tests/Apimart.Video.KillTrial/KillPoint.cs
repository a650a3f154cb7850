using System.Globalization;

namespace Apimart.Video.KillTrial;

/// <summary>Where a worker ends its own life: at the n-th time (from 1) it comes to a place.</summary>
public sealed record KillPoint(KillPlace Place, int Time)
{
    public override string ToString() => $"{Place}:{Time}";

    internal static KillPoint? Parse(string text) => text.Split(':') is [var place, var time]
        ? new KillPoint(Enum.Parse<KillPlace>(place), int.Parse(time, CultureInfo.InvariantCulture))
        : null;
}
