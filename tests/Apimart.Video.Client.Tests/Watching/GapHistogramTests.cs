using Apimart.Video.Polling;
using CsCheck;

namespace Apimart.Video.Client.Tests.Watching;

public sealed class GapHistogramTests
{
    private static readonly Gen<double[]> s_durations =
        Gen.Double[1, 5000].Select(Math.Round).Array[1, 60].Select(all => all.Order().ToArray());

    [Fact]
    public void All_chances_together_are_one() =>
        Gen.Select(s_durations, Gen.Double[0, 6000].Array[0, 40], Gen.Int[1, 12]).Sample((ends, running, bars) =>
        {
            double[] mass = Mass(ends, [.. running.Order()], bars);

            Assert.All(mass, chance => Assert.True(chance >= 0));
            Assert.Equal(1, mass.Sum(), 6);
        });

    [Fact]
    public void The_density_is_that_of_the_chances() =>
        Gen.Select(s_durations, Gen.Int[1, 12], Gen.Double[1, 6000]).Sample((ends, bars, at) =>
        {
            GapHistogram histogram = new(ends, [], bars);
            double[] mass = Mass(ends, [], bars);
            int i = AgeGrid.IndexOf(at);
            double[] places = [AgeGrid.Edges[i], .. ends.Where(end => end > AgeGrid.Edges[i] && end < AgeGrid.Edges[i + 1]), AgeGrid.Edges[i + 1]];

            // It jumps at ends, which may be a second apart.
            double summed = places.Zip(places.Skip(1)).Sum(piece => Summed(histogram, piece.First, piece.Second));

            Assert.InRange(summed, mass[i] - 0.002, mass[i] + 0.002);
        });

    private static double Summed(GapHistogram histogram, double from, double to)
    {
        const int Points = 100;
        double step = (to - from) / Points;
        return Enumerable.Range(0, Points).Sum(k => histogram.Density(from + (step * (k + 0.5)))) * step;
    }

    [Fact]
    public void One_more_lies_beyond_either_end_with_the_chance_of_any_gap()
    {
        double[] ends = [100, 130, 150, 190];

        Assert.InRange(Between(ends, [], 0, 100), 0.19, 0.21);
        Assert.InRange(Between(ends, [], 100, 190), 0.59, 0.61);
        Assert.InRange(Between(ends, [], 190, AgeGrid.Longest), 0.19, 0.21);
    }

    [Fact]
    public void Tasks_that_run_still_share_their_chance_among_all_that_is_longer()
    {
        double[] ends = [100, 110, 120];
        double[] running = [.. Enumerable.Repeat(125.0, 16)];

        Assert.InRange(Between(ends, running, 120, AgeGrid.Longest), 0.84, 0.86);
        Assert.InRange(Between(ends, [50], 0, 100), 0.24, 0.26);
    }

    [Fact]
    public void A_hole_between_two_kinds_is_no_place_to_poll()
    {
        double[] ends = [.. Enumerable.Range(0, 20).Select(i => 27.0 + (0.3 * i)), .. Enumerable.Range(0, 20).Select(i => 270.0 + (3 * i))];

        Assert.InRange(Between(ends, [], 40, 260), 0, 0.03);
    }

    private static double[] Mass(double[] ends, double[] running, int bars)
    {
        double[] mass = new double[AgeGrid.Count];
        new GapHistogram(ends, running, bars).AddTo(mass, 1);
        return mass;
    }

    private static double Between(double[] ends, double[] running, double from, double to)
    {
        double[] mass = Mass(ends, running, bars: 1);
        return mass.Where((_, i) => (AgeGrid.Edges[i] + AgeGrid.Edges[i + 1]) / 2 is { } middle && middle >= from && middle < to).Sum();
    }
}
