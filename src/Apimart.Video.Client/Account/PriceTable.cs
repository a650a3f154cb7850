using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Apimart.Video.Api;
using Apimart.Video.Models;
using Apimart.Video.Text;

namespace Apimart.Video.Account;

/// <summary>
/// What requests of one run cost: by the server's price list, or by the last prices that the catalogue holds. A model's price is read once.
/// Safe to use from several threads at once.
/// </summary>
internal sealed class PriceTable
{
    private readonly PriceClient? _prices;
    private readonly ModelCatalogue _catalogue;
    private readonly ConcurrentDictionary<string, Lazy<Task<ModelPrice?>>> _known = new(StringComparer.Ordinal);
    private readonly string? _source;
    private readonly TimeProvider _time;
    private ApimartException? _unreachable;

    private PriceTable(PriceClient? prices, ModelCatalogue catalogue, string? source, TimeProvider? time)
    {
        _time = time ?? TimeProvider.System;
        _prices = prices;
        _catalogue = catalogue;
        _source = source;
    }

    /// <summary>The server's price list.</summary>
    /// <param name="prices">Where it is read; the caller disposes it.</param>
    /// <param name="catalogue">Where a model's defaults and limits are known.</param>
    /// <param name="source">The server's name.</param>
    /// <param name="time">Where time comes from.</param>
    internal static PriceTable Of(PriceClient prices, ModelCatalogue catalogue, string? source = null, TimeProvider? time = null) =>
        new(prices, catalogue, source, time);

    /// <summary>The prices that the catalogue holds, with their date; nothing is read.</summary>
    internal static PriceTable Offline(ModelCatalogue catalogue) => new(null, catalogue, null, null);

    /// <summary>What a request costs.</summary>
    internal Task<CostEstimate> EstimateAsync(PreparedRequest request, CancellationToken cancellationToken) =>
        request.Route == PreparedRequest.GenerationRoute
            ? EstimateAsync(request.Model, request.Body, cancellationToken)
            : Task.FromResult(CostEstimate.Unknown("no price is published for lengthening a video"));

    /// <summary>What a body costs.</summary>
    internal async Task<CostEstimate> EstimateAsync(string name, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        _catalogue.TryFind(name, out VideoModel? model);
        using JsonDocument sent = JsonDocument.Parse(body);
        if (_prices is null)
        {
            return Offline(model, sent.RootElement);
        }

        try
        {
            ModelPrice? price = await PriceOfAsync(name).WaitAsync(cancellationToken).ConfigureAwait(false);
            return CostEstimate.Of(price, model, sent.RootElement) with
            {
                Source = _source,
                Date = _time.GetLocalNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            };
        }
        catch (ApimartException fault)
        {
            return CostEstimate.Unknown($"the price could not be read ({fault.Message.TrimEnd('.')})");
        }
    }

    private static CostEstimate Offline(VideoModel? model, JsonElement body)
    {
        PriceQuote? special = model?.Prices.FirstOrDefault(quote => quote.With.Any(name => IsGiven(model, name, body)));
        if ((special ?? model?.Prices.FirstOrDefault(quote => quote.With.IsEmpty)) is not { } quote)
        {
            return CostEstimate.Unknown("no price of it is known offline");
        }

        ModelPrice price = new() { Model = model!.Name, Unit = quote.Unit, Price = quote.Price, Rates = quote.Rates, IsComplete = true };
        return CostEstimate.Of(price, model, body, isForVideos: special is not null) with { Source = quote.Source, Date = quote.Date };
    }

    private static bool IsGiven(VideoModel model, string name, JsonElement body)
    {
        JsonElement? value = body;
        foreach (string step in (model.FindParameter(name)?.WireName ?? name).Split('.'))
        {
            value = value?.Field(step);
        }

        return value is { } given && !(given.ValueKind == JsonValueKind.Array && given.GetArrayLength() == 0);
    }

    /// <summary>Not under one row's token, since the other rows wait for the same answer. A server that cannot be reached is not tried for each model.</summary>
    private Task<ModelPrice?> PriceOfAsync(string model) =>
        _known.GetOrAdd(model, name => new Lazy<Task<ModelPrice?>>(() => FindAsync(name))).Value;

    private async Task<ModelPrice?> FindAsync(string model)
    {
        if (_unreachable is { } known)
        {
            throw known;
        }

        try
        {
            return await _prices!.FindAsync(model, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ApimartException fault) when (fault.Kind is ApimartErrorKind.Network or ApimartErrorKind.Timeout)
        {
            _unreachable = fault;
            throw;
        }
    }
}
