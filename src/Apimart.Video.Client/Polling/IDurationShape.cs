namespace Apimart.Video.Polling;

/// <summary>A way to see the durations that are known, by which the next one is foretold.</summary>
internal interface IDurationShape
{
    /// <summary>The density of the next duration, per second.</summary>
    double Density(double seconds);

    /// <summary>Adds the chances of the brackets of <see cref="AgeGrid"/>, together <paramref name="share"/>.</summary>
    void AddTo(double[] mass, double share);
}
