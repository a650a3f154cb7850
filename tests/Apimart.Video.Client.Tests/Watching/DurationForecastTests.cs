using Apimart.Video.Polling;

namespace Apimart.Video.Client.Tests.Watching;

public sealed class DurationForecastTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(3000)]
    public void The_chances_and_what_is_left_to_the_prior_are_together_one_whether_tasks_run_or_not(int count)
    {
        foreach (Func<Random, double> duration in (Func<Random, double>[])[_ => 240, random => Math.Ceiling(100 * Math.Exp(Normal(random)))])
        {
            Random random = new(1);
            DurationForecast forecast = new();
            for (int i = 0; i < count; i++)
            {
                forecast.Add(duration(random));
            }

            foreach (double[] running in (double[][])[[], [30], [30, 100, 5000]])
            {
                double[] mass = new double[AgeGrid.Count];
                double prior = forecast.AddTo(mass, 1, [], running);

                Assert.Equal(1, prior + mass.Sum(), 1e-6);
                Assert.All(mass, chance => Assert.InRange(chance, 0, 1));
            }
        }
    }

    /// <summary>In 180 durations: the logarithm of what the forecast is worth over four bars. Histograms alone come to nothing, the lognormal form to 25.</summary>
    [Fact]
    public void Where_durations_have_a_long_tail_the_next_is_foretold_better_than_by_histograms_alone()
    {
        Random random = new(2);
        DurationForecast forecast = new();
        List<double> known = [];
        double forms = 0;
        double bars = 0;
        for (int i = 0; i < 200; i++)
        {
            double next = Math.Ceiling(100 * Math.Exp(Normal(random)));
            if (i >= 20)
            {
                forms += Math.Log(forecast.Density(next));
                bars += Math.Log(new GapHistogram([.. known.Order()], [], bars: 4).Density(next));
            }

            forecast.Add(next);
            known.Add(next);
        }

        Assert.InRange(forms - bars, 10, double.PositiveInfinity);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
