namespace Apimart.Video.Benchmarks.Polling;

/// <summary>What polling costs at best, for whoever knows the distribution.</summary>
internal static class Bounds
{
    private const int Points = 20_000;

    /// <summary>The fixed interval that is best in hindsight, begun at a random phase: interval / 2, and mean / interval + 1 polls.</summary>
    internal static double BestFixed(Distribution tasks)
    {
        double mean = tasks.Middles(Points).Average();
        double interval = Math.Sqrt(2 * Score.PollCost * mean);
        return (interval / 2) + (Score.PollCost * ((mean / interval) + 1));
    }

    /// <summary>The best of all schedules, by dynamic programming over all that ends at 20,000 points of equal chance.</summary>
    internal static double Optimum(Distribution tasks)
    {
        double[] ends = tasks.Middles(Points);
        double[] sums = new double[Points + 1];
        for (int i = 0; i < Points; i++)
        {
            sums[i + 1] = sums[i] + ends[i];
        }

        // cost[i]: of the tasks from i on, when those before i are seen. The best next poll never comes earlier for a later i.
        double[] cost = new double[Points + 1];
        int most = Points;
        for (int i = Points - 1; i >= 0; i--)
        {
            double best = double.PositiveInfinity;
            int found = most;
            for (int next = most; next > i; next--)
            {
                double lag = ((next - i) * ends[next - 1]) - (sums[next] - sums[i]);
                if (lag + cost[next] < best)
                {
                    (best, found) = (lag + cost[next], next);
                }
            }

            most = found;
            cost[i] = best + (Score.PollCost * (Points - i));
        }

        return cost[0] / Points;
    }

    /// <summary>What a schedule costs, given as the age of the next poll after each.</summary>
    internal static double CostOf(Func<double, double> next, Distribution tasks)
    {
        double cost = 0;
        double age = 0;
        int polls = 0;
        foreach (double end in tasks.Middles(Points))
        {
            while (age < end)
            {
                age = next(age);
                polls++;
            }

            cost += age - end + (Score.PollCost * polls);
        }

        return cost / Points;
    }
}
