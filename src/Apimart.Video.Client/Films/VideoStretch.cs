namespace Apimart.Video.Films;

/// <summary>A part of a video in which nothing is seen, moves or is heard.</summary>
/// <param name="Start">Where it begins, in seconds.</param>
/// <param name="End">Where it ends, in seconds.</param>
public sealed record VideoStretch(double Start, double End)
{
    /// <summary>How long it is, in seconds.</summary>
    public double Seconds => Math.Round(End - Start, 3);

    /// <summary>Returns both ends in seconds.</summary>
    public override string ToString() => FormattableString.Invariant($"{Start:0.###}-{End:0.###} s");
}
