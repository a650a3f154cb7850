namespace Apimart.Video.Polling;

/// <summary>When to poll a task of any age, so that lateness and polls together cost the least. Ages are seconds.</summary>
/// <remarks>
/// The best times of all polls to come are found by dynamic programming, from the oldest age down: the cost of a poll at u after
/// one at t is that poll, the lateness of the tasks that end between, and what the best times after u cost. It fulfils Monge's
/// condition, so the best u never falls as t rises, which keeps the search short.
/// </remarks>
internal sealed class PollSchedule
{
    /// <summary>The seconds of lateness that one poll is worth.</summary>
    internal const double PollCost = 0.15;

    /// <summary>Two polls of a task are at least this far apart, in seconds.</summary>
    internal const double LeastSpacing = 0.5;

    /// <summary>Times that cost at most this share of a poll more are as good: tasks submitted together spread over them.</summary>
    private const double Indifference = 0.01;

    private readonly float[] _earliest = new float[AgeGrid.Count + 1];
    private readonly float[] _latest = new float[AgeGrid.Count + 1];
    private readonly double[] _ended = new double[AgeGrid.Count + 1];

    /// <param name="mass">The chance to end in each bracket of <see cref="AgeGrid"/>.</param>
    internal PollSchedule(double[] mass)
    {
        double[] edges = AgeGrid.Edges;
        int last = AgeGrid.Count;
        double[] ended = _ended;
        double[] moment = new double[last + 1];
        for (int i = 0; i < last; i++)
        {
            ended[i + 1] = ended[i] + mass[i];
            moment[i + 1] = moment[i] + (mass[i] * (edges[i] + edges[i + 1]) / 2);
        }

        double[] cost = new double[last + 1];
        _earliest[last] = _latest[last] = (float)edges[last];
        int next = last;
        int first = last;
        for (int i = last - 1; i >= 0; i--)
        {
            while (first - 1 > i && edges[first - 1] - edges[i] >= LeastSpacing)
            {
                first--;
            }

            double Cost(int poll) => (edges[poll] * (ended[poll] - ended[i])) - (moment[poll] - moment[i]) + cost[poll];

            int most = Math.Max(first, next);
            next = first;
            double least = Cost(first);
            for (int poll = first + 1; poll <= most; poll++)
            {
                double found = Cost(poll);
                if (found < least)
                {
                    (least, next) = (found, poll);
                }
            }

            double alive = ended[last] - ended[i];
            double good = least + (Indifference * PollCost * alive);
            int early = next;
            while (early > first && Cost(early - 1) <= good)
            {
                early--;
            }

            int late = next;
            while (late < last && Cost(late + 1) <= good)
            {
                late++;
            }

            _earliest[i] = (float)edges[early];
            _latest[i] = (float)edges[late];
            cost[i] = least + (PollCost * alive);
        }
    }

    /// <summary>The age at which to poll a task that ran still at an age.</summary>
    /// <param name="age">The age at the last poll; 0 for a task that was just submitted.</param>
    /// <param name="steps">How many steps of the schedule to go on: 1, or more where the budget is short.</param>
    /// <param name="share">Where to poll among the times that are as good, from 0 to 1.</param>
    internal double Next(double age, double steps, double share)
    {
        while (steps > 1)
        {
            age = Next(age, share);
            steps--;
        }

        return age + (steps * (Next(age, share) - age));
    }

    private double Next(double age, double share)
    {
        if (age >= AgeGrid.Longest)
        {
            // The prior alone, without its bounds: the hazard is 1 / 2t.
            return age + Math.Sqrt(4 * PollCost * age);
        }

        // A bound, not a mean of two: the best time jumps where many tasks end.
        int i = AgeGrid.IndexOf(age);
        i += IsNearNext(age, i) ? 1 : 0;
        return Math.Max(age + LeastSpacing, _earliest[i] + (share * (_latest[i] - _earliest[i])));
    }

    /// <summary>
    /// Whether an age counts as its bracket's end: it is nearer, and the tasks that end before it would not wait so long for the poll that
    /// follows that end that another poll were cheaper.
    /// </summary>
    private bool IsNearNext(double age, int index)
    {
        double fraction = AgeGrid.Fraction(age, index);
        double rest = (1 - fraction) * (_ended[index + 1] - _ended[index]);
        double alive = _ended[^1] - _ended[index + 1] + rest;
        return fraction > 0.5 && rest * (_earliest[index + 1] - age) <= PollCost * alive;
    }
}
