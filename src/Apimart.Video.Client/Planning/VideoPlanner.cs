using Apimart.Video.Account;
using Apimart.Video.Api;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;

namespace Apimart.Video.Planning;

/// <summary>
/// Tells what would become of requests if they were submitted now, by asking the same journal and the same budget as a submit does.
/// Nothing is sent and nothing is written. Rows are planned in the order of the input, one after the other.
/// </summary>
internal sealed class VideoPlanner
{
    private readonly ITaskJournal? _journal;
    private readonly PriceTable _prices;

    /// <param name="journal">What was submitted before; null for nothing.</param>
    /// <param name="prices">What videos cost.</param>
    internal VideoPlanner(ITaskJournal? journal, PriceTable prices)
    {
        _journal = journal;
        _prices = prices;
    }

    /// <summary>The plan of one request.</summary>
    /// <param name="request">The request, as it would be sent.</param>
    /// <param name="options">What it would be submitted with; its budget is spent as the submit would spend it.</param>
    /// <param name="cancellationToken">Ends the reading of prices.</param>
    internal async Task<PlannedVideo> PlanAsync(PreparedRequest request, SubmitOptions options, CancellationToken cancellationToken)
    {
        CostEstimate estimate = await _prices.EstimateAsync(request, cancellationToken).ConfigureAwait(false);
        PlannedVideo plan = new()
        {
            Row = options.Row?.Number,
            Name = options.Row?.Name,
            Prompt = request.Prompt,
            Model = request.Model,
            JobName = options.JobName,
            Take = options.Take,
            Outcome = PlanOutcome.Submit,
            Price = estimate.Cost,
            LowestPrice = estimate.Least,
            PriceDate = estimate.Date,
            PriceSource = estimate.Cost is null ? estimate.Reason : estimate.Source,
            Request = request.ToShown().Canonical,
        };
        try
        {
            (ClaimKind? kind, ApimartTask? task, string? key) = _journal?.Foresee(options.ClaimOf(request))
                ?? (ClaimKind.New, null, null);
            switch (kind)
            {
                case ClaimKind.New or ClaimKind.Again or ClaimKind.Repeat:
                    await (options.Budget?.ReserveAsync(request, options.JobName, kind == ClaimKind.Repeat ? key : null, cancellationToken, estimate)
                        ?? Task.FromResult(0m)).ConfigureAwait(false);
                    return plan;
                case ClaimKind.Unknown:
                    return plan with { Outcome = PlanOutcome.OutcomeUnknown, Task = task, Problem = ProblemOf(SubmitErrors.StillUnknown(task)) };
                default:
                    return There(plan, task);
            }
        }
        catch (CostRefusedException over)
        {
            return plan with { Outcome = PlanOutcome.OverBudget, Problem = new PlanProblem(over.Refusal.ToString(), over.Message, over.Advice) };
        }
        catch (ApimartException unreadable)
        {
            return plan with { Outcome = PlanOutcome.Refused, Problem = ProblemOf(unreadable) };
        }
    }

    private static PlannedVideo There(PlannedVideo plan, ApimartTask? task)
    {
        bool saved = task is not null && RowOutcomes.Of(task.Status, task.SavedFiles.Length, task.Videos.Length) == RowOutcome.Saved;
        return plan with
        {
            Outcome = saved ? PlanOutcome.Saved : PlanOutcome.AlreadySubmitted,
            Task = task,
            Price = task?.Cost ?? plan.Price,
            LowestPrice = task?.Cost ?? plan.LowestPrice,
        };
    }

    private static PlanProblem ProblemOf(ApimartException fault) => new(ApiWords.IdOf(fault), fault.Message, fault.Advice);
}
