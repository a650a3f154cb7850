using System.Globalization;

namespace Apimart.Video.Completion;

/// <summary>The numbers of a range that are worth offering: its ends, and a few round ones between them.</summary>
internal static class NumberSteps
{
    private const int Most = 6;
    private static readonly decimal[] s_round = [1, 2, 5];

    /// <param name="least">The smallest number.</param>
    /// <param name="most">The largest.</param>
    /// <param name="whole">Whether only whole numbers are taken.</param>
    internal static IEnumerable<decimal> Of(decimal least, decimal most, bool whole)
    {
        decimal step = StepOf(most - least, whole);
        yield return least;
        for (decimal number = (decimal.Floor(least / step) + 1) * step; number < most; number += step)
        {
            yield return number;
        }

        if (most > least)
        {
            yield return most;
        }
    }

    internal static string Text(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    private static decimal StepOf(decimal width, bool whole)
    {
        decimal size = whole ? 1 : 0.000001m;
        while (true)
        {
            foreach (decimal round in s_round)
            {
                if (width / (round * size) <= Most)
                {
                    return round * size;
                }
            }

            size *= 10;
        }
    }
}
