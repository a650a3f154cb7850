namespace Apimart.Video.Tasks;

/// <summary>
/// What is believed of a model of which nothing is known, as the spacing of looks, in seconds, that follows from it.
/// </summary>
/// <remarks>
/// Sources: videos of the shorter kinds take 20 to 40 s, eight jobs of a like gateway took 83 to 253 s with a median of
/// 105 s, the API's pages advise a first look after 5 to 10 s and show a task of 240 s.
/// </remarks>
internal static class DurationPrior
{
    /// <summary>The median that the prior was made for, in seconds.</summary>
    internal const double Typical = 105;

    private static readonly (double Age, double Spacing)[] s_steps =
    [
        (0, 9.5), (18, 9.5), (20, 5.5), (40, 5.6), (43, 8.5), (52, 13), (72, 16), (76, 10),
        (80, 3.15), (100, 3.15), (150, 4.05), (250, 5.7), (500, 10), (1200, 20), (3600, 40),
    ];

    /// <summary>The spacing at an age: straight lines between the steps.</summary>
    internal static double Spacing(double age)
    {
        int next = Array.FindIndex(s_steps, step => step.Age > age);
        if (next < 0)
        {
            return s_steps[^1].Spacing;
        }

        (double toAge, double to) = s_steps[next];
        (double fromAge, double from) = s_steps[next - 1];
        return from + ((to - from) * (age - fromAge) / (toAge - fromAge));
    }
}
