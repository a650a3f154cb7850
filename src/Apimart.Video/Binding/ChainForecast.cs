using Apimart.Video.Chains;
using Apimart.Video.Planning;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;

namespace Apimart.Video.Binding;

/// <summary>Plans rows that may go on from each other: what would not be sent takes along what follows it.</summary>
internal static class ChainForecast
{
    /// <summary>The plans in the order of the input. A limit of the spend falls on them in the order in which they could be sent.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="planner">Plans single requests.</param>
    /// <param name="options">What a video would be submitted with, and whether it counts for the limit of the spend.</param>
    /// <param name="cancellationToken">Ends the reading of prices.</param>
    internal static async Task<IReadOnlyList<ForeseenVideo>> PlanAsync(
        IReadOnlyList<PreparedRow> rows,
        VideoPlanner planner,
        Func<PreparedRow, PreparedVideo, bool, SubmitOptions> options,
        CancellationToken cancellationToken)
    {
        Dictionary<string, PlannedVideo> plans = new(StringComparer.Ordinal);
        Dictionary<string, string> obstacles = new(StringComparer.Ordinal);
        List<(PreparedRow Row, PreparedVideo Video)> left = [.. rows.SelectMany(row => row.Videos.Select(video => (row, video)))];
        HashSet<string> own = [.. left.Select(one => one.Video.Id)];
        while (left.Count > 0)
        {
            var ready = left.Where(one => one.Video.Before is not { } before || plans.ContainsKey(before.Id) || !own.Contains(before.Id)).ToHashSet();
            foreach ((PreparedRow row, PreparedVideo video) in left.Where(ready.Contains))
            {
                string? obstacle = video.Before is { } before ? obstacles.GetValueOrDefault(before.Id)
                    ?? (plans.TryGetValue(before.Id, out PlannedVideo? former) ? ObstacleOf(former, before.Label) : null) : null;
                PlannedVideo plan = await planner.PlanAsync(video.Request, options(row, video, obstacle is null), cancellationToken).ConfigureAwait(false);
                if (obstacle is not null && plan.Outcome == PlanOutcome.Submit)
                {
                    obstacles[video.Id] = obstacle;
                    plan = plan with
                    {
                        Outcome = plans[video.Before!.Id].Outcome == PlanOutcome.OverBudget ? PlanOutcome.OverBudget : PlanOutcome.Refused,
                        Problem = new PlanProblem("ChainBroken", $"It would not be sent, since what it goes on from will not come: {obstacle}.", "Settle that row first."),
                    };
                }

                plans[video.Id] = plan;
            }

            left.RemoveAll(ready.Contains);
        }

        return
        [
            .. rows.SelectMany(row => row.Error is { } error
                ? [new ForeseenVideo(row, null, row.ToRefused(error))]
                : row.Videos.Select(video => new ForeseenVideo(row, video, plans[video.Id]))),
        ];
    }

    private static string? ObstacleOf(PlannedVideo before, string label) => before switch
    {
        { Outcome: PlanOutcome.OverBudget } => $"{label} is left out by the limit of the spend",
        { Outcome: PlanOutcome.OutcomeUnknown } => $"whether {label} was accepted is not known",
        { Outcome: PlanOutcome.Refused } => $"{label} is refused",
        { Task.Status: ApimartTaskStatus.Failed or ApimartTaskStatus.Cancelled or ApimartTaskStatus.Expired, Outcome: not PlanOutcome.Submit } =>
            $"{label} {(before.Task.Status == ApimartTaskStatus.Failed ? "failed" : $"ended as {before.Task.Status}")}; -RetryFailed makes it anew",
        _ => null,
    };
}

/// <summary>What would become of a row, or of one video of it.</summary>
/// <param name="Row">The row.</param>
/// <param name="Video">The video; null for a row that is refused.</param>
/// <param name="Plan">What would become of it.</param>
internal sealed record ForeseenVideo(PreparedRow Row, PreparedVideo? Video, PlannedVideo Plan);
