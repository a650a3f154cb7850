using System.Collections.Immutable;
using Apimart.Video.Account;
using Apimart.Video.Text;

namespace Apimart.Video.Models;

/// <summary>A price of a model as one page named it on a day. A guide only: the charge is <see cref="Tasks.ApimartTask.Cost"/>.</summary>
public sealed record PriceQuote
{
    /// <summary>What the prices are for.</summary>
    public required PriceUnit Unit { get; init; }

    /// <summary>The price in US dollars where there is one for all options.</summary>
    public decimal? Price { get; init; }

    /// <summary>The prices of the options; empty where there is one for all.</summary>
    public ImmutableArray<PriceRate> Rates { get; init; } = [];

    /// <summary>The names of the parameters of which one has to be given for these prices to hold; empty for the usual prices.</summary>
    public ImmutableArray<string> With { get; init; } = [];

    /// <summary>The day, or the month, of the page: <c>2026-10-12</c>.</summary>
    public required string Date { get; init; }

    /// <summary>Who named the price.</summary>
    public required string Source { get; init; }

    /// <summary>How sure the source is.</summary>
    public required Standing Standing { get; init; }

    /// <summary>Returns the prices, their unit, date and source.</summary>
    public override string ToString()
    {
        IEnumerable<string> prices = Price is { } one ? [FormattableString.Invariant($"{one}")] : Rates.Select(rate => rate.ToString());
        string with = With.IsEmpty ? string.Empty : $" with {Sentence.Or(With)}";
        return $"USD a {(Unit == PriceUnit.Second ? "second" : "video")}{with}: {string.Join(", ", prices)} ({Source}, {Date})";
    }
}
