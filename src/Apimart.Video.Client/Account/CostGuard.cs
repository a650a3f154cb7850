using System.Globalization;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Tasks;

namespace Apimart.Video.Account;

/// <summary>
/// Keeps a run, and all runs of the jobs in it, within a sum of money. Each submit's price is set aside before it is sent and
/// given back when the server cannot have accepted it. Safe to use from several threads at once.
/// </summary>
/// <remarks>
/// What a job spent before counts as the journal holds it: at its charge once that is known, else at its list price. A price
/// that is not known is never taken for nothing: the request is refused, or counts as the sum the caller assumes for it.
/// </remarks>
public sealed class CostGuard : IDisposable
{
    private readonly decimal _maximum;
    private readonly decimal? _assumedCost;
    private readonly PriceBook _prices;
    private readonly ITaskJournal? _journal;
    private readonly Dictionary<string, decimal> _doubtful = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CostRefusedException?> _jobs = new(StringComparer.OrdinalIgnoreCase);
    private readonly SemaphoreSlim _lock = new(1);
    private decimal _committed;

    /// <summary>Creates a guard.</summary>
    /// <param name="maximum">The limit in US dollars.</param>
    /// <param name="assumedCost">What a video counts whose price is not known, in US dollars; null refuses it.</param>
    /// <param name="prices">Where prices are read; the caller disposes it.</param>
    /// <param name="catalogue">Where a model's defaults and largest values are known.</param>
    /// <param name="journal">Where the spend of earlier runs of a job is known.</param>
    public CostGuard(decimal maximum, decimal? assumedCost, PriceClient prices, ModelCatalogue catalogue, ITaskJournal? journal)
        : this(maximum, assumedCost, PriceBook.Of(prices, catalogue), journal)
    {
    }

    internal CostGuard(decimal maximum, decimal? assumedCost, PriceBook prices, ITaskJournal? journal)
    {
        _maximum = maximum;
        _assumedCost = assumedCost;
        _prices = prices;
        _journal = journal;
    }

    /// <summary>Frees the lock; nothing may be under way any more.</summary>
    public void Dispose() => _lock.Dispose();

    /// <summary>Sets a request's price aside.</summary>
    /// <param name="request">The request.</param>
    /// <param name="jobName">Its job, whose earlier spend counts as well.</param>
    /// <param name="repeatedKey">The key of a row whose outcome is unknown and that is sent again: it is paid for once, and may be counted already.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="known">What it costs, where that was asked for before.</param>
    /// <exception cref="CostRefusedException">It would pass the limit, or its price is not known.</exception>
    internal async Task<decimal> ReserveAsync(
        PreparedRequest request,
        string? jobName,
        string? repeatedKey,
        CancellationToken cancellationToken,
        CostEstimate? known = null)
    {
        await OpenJobAsync(jobName, cancellationToken).ConfigureAwait(false);
        decimal cost = Count(known ?? await _prices.EstimateAsync(request, cancellationToken).ConfigureAwait(false), request.Model);
        await _lock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (jobName is not null && _jobs.GetValueOrDefault(jobName) is { } unknown)
            {
                throw new CostRefusedException(unknown.Refusal, unknown.Message, unknown.Advice);
            }

            // Its doubt goes only with the repetition: one that is not sent may have been paid for all the same.
            decimal others = _committed - (repeatedKey is null ? 0 : _doubtful.GetValueOrDefault(repeatedKey));
            if (others + cost > _maximum)
            {
                throw new CostRefusedException(
                    CostRefusal.MaxCostReached,
                    $"The video would cost up to {Dollars(cost)} and take the spend of {Dollars(others)} over the limit of {Dollars(_maximum)}; it was not sent.",
                    "Raise -MaxCost to go on; with -JobName the same line then submits only what is missing.");
            }

            _committed = others + cost;
            _doubtful.Remove(repeatedKey ?? string.Empty);
            return cost;
        }
        finally
        {
            _lock.Release();
        }
    }

    /// <summary>Gives back what was set aside for a request that was not accepted.</summary>
    internal void Release(decimal cost)
    {
        _lock.Wait();
        _committed -= cost;
        _lock.Release();
    }

    /// <summary>
    /// Counts what a job spent before this run. Called before the run claims any of its rows, so that none of them is counted by chance,
    /// as one that is under way already.
    /// </summary>
    internal async Task OpenJobAsync(string? jobName, CancellationToken cancellationToken)
    {
        if (jobName is null || _journal is null)
        {
            return;
        }

        await _lock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_jobs.ContainsKey(jobName))
            {
                return;
            }

            try
            {
                _committed += await CountAsync(_journal, jobName, cancellationToken).ConfigureAwait(false);
                _jobs.Add(jobName, null);
            }
            catch (CostRefusedException unknown)
            {
                // Nothing more may be spent on it; what is there already is nobody's loss.
                _jobs.Add(jobName, unknown);
            }
        }
        finally
        {
            _lock.Release();
        }
    }

    private async Task<decimal> CountAsync(ITaskJournal journal, string jobName, CancellationToken cancellationToken)
    {
        JournalQuery earlier = new() { JobName = name => name.Equals(jobName, StringComparison.OrdinalIgnoreCase) };
        decimal spent = 0;
        foreach (ApimartTask task in journal.Query(earlier))
        {
            decimal cost = await SpentOnAsync(task, cancellationToken).ConfigureAwait(false);
            spent += cost;
            if (task is { Status: ApimartTaskStatus.OutcomeUnknown, IdempotencyKey: { } key })
            {
                _doubtful[key] = cost;
            }
        }

        return spent;
    }

    private async Task<decimal> SpentOnAsync(ApimartTask task, CancellationToken cancellationToken) => task switch
    {
        { Status: ApimartTaskStatus.Refused or ApimartTaskStatus.NotSent } => 0,
        { IsEnded: true, Cost: { } charged } => charged,
        { Status: ApimartTaskStatus.Failed or ApimartTaskStatus.Cancelled or ApimartTaskStatus.Expired } => 0,
        _ => Count(
            await _prices.EstimateAsync(
                task.Model ?? string.Empty,
                System.Text.Encoding.UTF8.GetBytes(task.Request ?? "{}"),
                cancellationToken).ConfigureAwait(false),
            task.Model ?? string.Empty),
    };

    private decimal Count(CostEstimate estimate, string name) =>
        estimate.Cost ?? _assumedCost ?? throw new CostRefusedException(
            CostRefusal.PriceUnknown,
            $"What a video of {name} costs is not known: {estimate.Reason}. It was not sent, since it could pass the limit of {Dollars(_maximum)}.",
            "Say with -AssumedCost what such a video is to count, or leave -MaxCost out. A -Duration and a -Resolution help where the price depends on them.");

    private static string Dollars(decimal amount) => string.Create(CultureInfo.InvariantCulture, $"${amount:0.00##}");
}
