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
internal sealed class CostGuard : IDisposable
{
    private readonly decimal _maximum;
    private readonly decimal? _assumedCost;
    private readonly PriceTable _prices;
    private readonly ITaskJournal? _journal;
    private readonly Dictionary<string, decimal> _doubtful = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CostRefusedException?> _jobs = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, decimal> _shared = new(StringComparer.OrdinalIgnoreCase);
    private readonly SemaphoreSlim _lock = new(1);
    private Task _turns = Task.CompletedTask;
    private decimal _committed;

    /// <summary>Creates a guard.</summary>
    /// <param name="maximum">The limit in US dollars.</param>
    /// <param name="assumedCost">What a video counts whose price is not known, in US dollars; null refuses it.</param>
    /// <param name="prices">Where prices are read; the caller disposes it.</param>
    /// <param name="catalogue">Where a model's defaults and largest values are known.</param>
    /// <param name="journal">Where the spend of earlier runs of a job is known.</param>
    public CostGuard(decimal maximum, decimal? assumedCost, PriceClient prices, ModelCatalogue catalogue, ITaskJournal? journal)
        : this(maximum, assumedCost, PriceTable.Of(prices, catalogue), journal)
    {
    }

    internal CostGuard(decimal maximum, decimal? assumedCost, PriceTable prices, ITaskJournal? journal)
    {
        _maximum = maximum;
        _assumedCost = assumedCost;
        _prices = prices;
        _journal = journal;
    }

    /// <summary>Frees the lock; nothing may be under way any more.</summary>
    public void Dispose() => _lock.Dispose();

    /// <summary>
    /// The turn of the next row; it must be ended, whether the row spends or not. Where rows spend in their order, however many of them are
    /// under way at once, which of them a limit leaves out is the same each time, and what a plan says. Called on one thread.
    /// </summary>
    internal Turn NextTurn()
    {
        Turn turn = new(_turns);
        _turns = Task.WhenAll(_turns, turn.Ended);
        return turn;
    }

    /// <summary>Sets a request's price aside.</summary>
    /// <param name="request">The request.</param>
    /// <param name="jobName">Its job, whose earlier spend counts as well.</param>
    /// <param name="repeatedKey">The key that it is sent with; of a row whose outcome is unknown and that is sent again, it may be counted already, and is paid for once.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="known">What it costs, where that was asked for before.</param>
    /// <param name="claimedKey">The key of a row that was claimed and is about to be sent; null where nothing is to be sent.</param>
    /// <exception cref="CostRefusedException">It would pass the limit, or its price is not known.</exception>
    /// <exception cref="Api.ApimartException">The journal that machines share cannot be reached.</exception>
    internal async Task<decimal> ReserveAsync(
        PreparedRequest request,
        string? jobName,
        string? repeatedKey,
        CancellationToken cancellationToken,
        CostEstimate? known = null,
        string? claimedKey = null)
    {
        await OpenJobAsync(jobName, cancellationToken, isSending: claimedKey is not null).ConfigureAwait(false);
        decimal cost = Count(known ?? await _prices.EstimateAsync(request, cancellationToken).ConfigureAwait(false), request.Model);
        await _lock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (jobName is not null && _jobs.GetValueOrDefault(jobName) is { } unknown)
            {
                throw new CostRefusedException(unknown.Refusal, unknown.Message, unknown.Advice);
            }

            if (claimedKey is not null && LedgerOf(jobName) is { } ledger)
            {
                await ReserveAsync(ledger, jobName!, claimedKey, cost).ConfigureAwait(false);
                return cost;
            }

            // Its doubt goes only with the repetition: one that is not sent may have been paid for all the same.
            decimal others = _committed - (repeatedKey is null ? 0 : _doubtful.GetValueOrDefault(repeatedKey));
            if (others + cost > _maximum)
            {
                throw Reached(cost, others);
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

    /// <summary>
    /// Gives back what was set aside for a request that was not accepted. Where machines share a journal, the answer gives it back when
    /// it is recorded.
    /// </summary>
    internal void Release(decimal cost, string? jobName)
    {
        if (LedgerOf(jobName) is not null)
        {
            return;
        }

        _lock.Wait();
        _committed -= cost;
        _lock.Release();
    }

    /// <summary>
    /// Counts what a job spent before this run. Called before the run claims any of its rows, so that none of them is counted by chance,
    /// as one that is under way already.
    /// </summary>
    /// <param name="jobName">The job; null for none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="isSending">Whether rows are to be sent, so that machines which share the journal are to know of the count.</param>
    internal async Task OpenJobAsync(string? jobName, CancellationToken cancellationToken, bool isSending = true)
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
                _committed += await CountAsync(_journal, jobName, isSending ? LedgerOf(jobName) : null, cancellationToken).ConfigureAwait(false);
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

    private IJobLedger? LedgerOf(string? jobName) => jobName is null ? null : _journal?.Ledger;

    /// <summary>All machines together keep within the limit: what this run spends elsewhere, only this run knows.</summary>
    private async Task ReserveAsync(IJobLedger ledger, string jobName, string key, decimal cost)
    {
        decimal elsewhere = _committed - _shared.GetValueOrDefault(jobName);
        bool isGranted;
        decimal spent;
        try
        {
            (isGranted, spent) = await ledger.ReserveAsync(jobName, key, cost, _maximum - elsewhere).ConfigureAwait(false);
        }
        catch (Api.ApimartException fault)
        {
            throw new Api.ApimartException(fault.Kind, fault.Message, fault) { Advice = fault.Advice, IsNotSent = true };
        }

        _shared[jobName] = spent;
        _committed = elsewhere + spent;
        if (!isGranted)
        {
            throw Reached(cost, _committed);
        }
    }

    private CostRefusedException Reached(decimal cost, decimal others) => new(
        CostRefusal.MaxCostReached,
        $"The video would cost up to {Dollars(cost)} and take the spend of {Dollars(others)} over the limit of {Dollars(_maximum)}; it was not sent.",
        "Raise -MaxCost to go on; with -JobName the same line then submits only what is missing.");

    private async Task<decimal> CountAsync(ITaskJournal journal, string jobName, IJobLedger? ledger, CancellationToken cancellationToken)
    {
        long head = ledger?.Head ?? 0;
        Dictionary<string, decimal> costs = new(StringComparer.Ordinal);
        JournalQuery earlier = new() { JobName = name => name.Equals(jobName, StringComparison.OrdinalIgnoreCase) };
        decimal spent = 0;
        foreach (ApimartTask task in journal.Query(earlier))
        {
            decimal cost = await SpentOnAsync(task, cancellationToken).ConfigureAwait(false);
            spent += cost;
            if (task.IdempotencyKey is { } row)
            {
                costs[row] = costs.GetValueOrDefault(row) + cost;
            }

            if (task is { Status: ApimartTaskStatus.OutcomeUnknown, IdempotencyKey: { } key })
            {
                _doubtful[key] = cost;
            }
        }

        if (ledger is not null)
        {
            _shared[jobName] = spent = await ledger.CountAsync(jobName, costs, head).ConfigureAwait(false);
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

    /// <summary>When a row may spend.</summary>
    internal sealed class Turn(Task before)
    {
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task Ended => _end.Task;

        /// <summary>Returns when all rows before it have decided.</summary>
        internal Task WaitAsync(CancellationToken cancellationToken) => before.WaitAsync(cancellationToken);

        internal void End() => _end.TrySetResult();
    }
}
