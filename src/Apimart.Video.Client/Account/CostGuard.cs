using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Apimart.Video.Api;
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
    private readonly PriceClient _prices;
    private readonly ModelCatalogue _catalogue;
    private readonly TaskJournal? _journal;
    private readonly ConcurrentDictionary<string, Lazy<Task<ModelPrice?>>> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _countedJobs = new(StringComparer.OrdinalIgnoreCase);
    private readonly SemaphoreSlim _lock = new(1);
    private decimal _committed;

    /// <summary>Creates a guard.</summary>
    /// <param name="maximum">The limit in US dollars.</param>
    /// <param name="assumedCost">What a video counts whose price is not known, in US dollars; null refuses it.</param>
    /// <param name="prices">Where prices are read; the caller disposes it.</param>
    /// <param name="catalogue">Where a model's defaults and largest values are known.</param>
    /// <param name="journal">Where the spend of earlier runs of a job is known.</param>
    public CostGuard(decimal maximum, decimal? assumedCost, PriceClient prices, ModelCatalogue catalogue, TaskJournal? journal)
    {
        _maximum = maximum;
        _assumedCost = assumedCost;
        _prices = prices;
        _catalogue = catalogue;
        _journal = journal;
    }

    /// <summary>Frees the lock; nothing may be under way any more.</summary>
    public void Dispose() => _lock.Dispose();

    /// <summary>Sets a request's price aside.</summary>
    /// <exception cref="CostRefusedException">It would pass the limit, or its price is not known.</exception>
    internal async Task<decimal> ReserveAsync(PreparedRequest request, string? jobName, CancellationToken cancellationToken)
    {
        decimal cost = request.Route == PreparedRequest.GenerationRoute
            ? await CostOfAsync(request.Model, request.Body, cancellationToken).ConfigureAwait(false)
            : Count(new CostEstimate(null, "no price is published for lengthening a video"), request.Model);
        await _lock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await CountJobAsync(jobName, cancellationToken).ConfigureAwait(false);
            if (_committed + cost > _maximum)
            {
                throw new CostRefusedException(
                    CostRefusal.MaxCostReached,
                    $"The video would cost up to {Dollars(cost)} and take the spend of {Dollars(_committed)} over the limit of {Dollars(_maximum)}; it was not sent.",
                    "Raise -MaxCost to go on; with -JobName the same line then submits only what is missing.");
            }

            _committed += cost;
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

    private async Task CountJobAsync(string? jobName, CancellationToken cancellationToken)
    {
        if (jobName is null || _journal is null || _countedJobs.Contains(jobName))
        {
            return;
        }

        JournalQuery earlier = new() { JobName = name => name.Equals(jobName, StringComparison.OrdinalIgnoreCase) };
        decimal spent = 0;
        foreach (ApimartTask task in _journal.Query(earlier))
        {
            spent += await SpentOnAsync(task, cancellationToken).ConfigureAwait(false);
        }

        _committed += spent;
        _countedJobs.Add(jobName);
    }

    private async Task<decimal> SpentOnAsync(ApimartTask task, CancellationToken cancellationToken) => task switch
    {
        { Status: ApimartTaskStatus.Refused or ApimartTaskStatus.NotSent } => 0,

        // The row that asks is among them, and is set aside by itself.
        { Status: ApimartTaskStatus.Submitting } => 0,
        { IsEnded: true, Cost: { } charged } => charged,
        { Status: ApimartTaskStatus.Failed or ApimartTaskStatus.Cancelled or ApimartTaskStatus.Expired } => 0,
        _ => await CostOfAsync(
            task.Model ?? string.Empty,
            System.Text.Encoding.UTF8.GetBytes(task.Request ?? "{}"),
            cancellationToken).ConfigureAwait(false),
    };

    private async Task<decimal> CostOfAsync(string name, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        CostEstimate estimate;
        try
        {
            ModelPrice? price = await PriceOfAsync(name).WaitAsync(cancellationToken).ConfigureAwait(false);
            _catalogue.TryFind(name, out VideoModel? model);
            using JsonDocument sent = JsonDocument.Parse(body);
            estimate = CostEstimate.Of(price, model, sent.RootElement);
        }
        catch (ApimartException fault)
        {
            estimate = new CostEstimate(null, $"the price could not be read ({fault.Message.TrimEnd('.')})");
        }

        return Count(estimate, name);
    }

    private decimal Count(CostEstimate estimate, string name) =>
        estimate.Cost ?? _assumedCost ?? throw new CostRefusedException(
            CostRefusal.PriceUnknown,
            $"What a video of {name} costs is not known: {estimate.Reason}. It was not sent, since it could pass the limit of {Dollars(_maximum)}.",
            "Say with -AssumedCost what such a video is to count, or leave -MaxCost out. A -Duration and a -Resolution help where the price depends on them.");

    /// <summary>A model's price is read once a run; not under one row's token, since the other rows wait for the same answer.</summary>
    private Task<ModelPrice?> PriceOfAsync(string model) =>
        _known.GetOrAdd(model, name => new Lazy<Task<ModelPrice?>>(() => _prices.FindAsync(name, CancellationToken.None))).Value;

    private static string Dollars(decimal amount) => string.Create(CultureInfo.InvariantCulture, $"${amount:0.00##}");
}
