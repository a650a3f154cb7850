using Apimart.Video.Polling;
using CsCheck;

namespace Apimart.Video.Client.Tests.Watching;

public sealed class PollScheduleTests
{
    private static readonly Gen<double[]> s_ends = Gen.Double[2, 3000].Array[3, 40].Select(all => all.Order().ToArray());

    [Fact]
    public void No_schedule_drawn_by_chance_near_it_costs_less() =>
        Gen.Select(s_ends, Gen.Double[-0.3, 0.3].Array[40], Gen.Double[1, 300]).Sample(RequireCheapest);

    /// <summary>Its first poll falls just before the end of a bracket of which some tasks have yet to end, and minutes before the next do.</summary>
    [Fact]
    public void Tasks_that_end_just_after_a_poll_are_not_left_for_those_that_end_much_later() =>
        RequireCheapest(
            [134.2038620066021, 572.3316129425867, 831],
            [
                -0.11244367310923252, 0, 0.143, 0, 0, 0, 0, 0, 0.28929743122023716, 0, 0, 0.08883370489749626, 0, 0, 0.16734713215168945, 0,
                -0.16382256791361127, -0.018123304856208278, -0.0064931466480810385, -0.1417938267981247, 0.0731, 0, 0, -0.16666666666666666,
                -0.19867257961860407, -0.0009101, 0.01673, 0, 0.25, 0, 0, 0, 0.1647952391907455, 0, 0, 0.055257058192495656, 0, 0, 0, 0,
            ],
            54);

    [Fact]
    public void Polls_go_on_at_every_age_and_never_stand_still() =>
        Gen.Select(s_ends, Gen.Double[0, 200_000], Gen.Double[0, 1], Gen.Double[1, 40]).Sample((ends, age, share, steps) =>
        {
            double[] mass = new double[AgeGrid.Count];
            new GapHistogram(ends, [], bars: 3).AddTo(mass, 1);
            PollSchedule schedule = new(mass);

            double next = schedule.Next(age, 1, share);
            Assert.InRange(next - age, PollSchedule.LeastSpacing, 90_000);
            Assert.True(schedule.Next(age, steps, share) >= next);
        });

    private static void RequireCheapest(double[] ends, double[] shifts, double interval)
    {
        double[] mass = new double[AgeGrid.Count];
        foreach (double end in ends)
        {
            AgeGrid.Spread(mass, (end * 0.95) - 1, (end * 1.05) + 1, 1.0 / ends.Length);
        }

        mass = [.. mass.Zip(ScaleFreePrior.Masses, (known, prior) => (0.99 * known) + (0.01 * prior))];

        PollSchedule schedule = new(mass);
        int n = 0;
        double best = Cost(mass, age => schedule.Next(age, 1, 0.5));
        double other = Cost(mass, age => Math.Max(age + 0.5, age + ((schedule.Next(age, 1, 0.5) - age) * (1 + shifts[n++ % shifts.Length]))));

        // What lies between two bounds of the grid, and between times that count as equally good, may cost a little.
        Assert.True(best <= (other * 1.03) + 0.02, FormattableString.Invariant($"{best} against {other}"));

        // Schedules near a bad one are as bad: a fixed interval is near none.
        double even = Cost(mass, age => age + interval);
        Assert.True(best <= (even * 1.03) + 0.02, FormattableString.Invariant($"{best} against {even} at {interval} s"));
    }

    private static double Cost(double[] mass, Func<double, double> next)
    {
        const int Points = 16;
        double cost = 0;
        double age = 0;
        int polls = 0;
        for (int i = 0; i < mass.Length * Points; i++)
        {
            double chance = mass[i / Points] / Points;
            double from = AgeGrid.Edges[i / Points];
            double end = from + ((AgeGrid.Edges[(i / Points) + 1] - from) * ((i % Points) + 0.5) / Points);
            while (chance > 0 && age < end)
            {
                age = next(age);
                polls++;
            }

            cost += chance * (Math.Max(0, age - end) + (PollSchedule.PollCost * polls));
        }

        return cost;
    }
}
