using System.Collections.Immutable;

namespace Apimart.Video.Account;

/// <summary>
/// A model's list price, as the API's public price pages tell it. It is a guide: the pages are not part of the documented API,
/// and the charge is <see cref="Tasks.ApimartTask.Cost"/>.
/// </summary>
public sealed record ModelPrice
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>What <see cref="Price"/> and <see cref="Rates"/> are for.</summary>
    public PriceUnit Unit { get; init; }

    /// <summary>The price in US dollars where the model has one, or the lowest where it starts there; null where neither is told.</summary>
    public decimal? Price { get; init; }

    /// <summary>Whether <see cref="Price"/> is only where the prices start.</summary>
    public bool IsStartingPrice { get; init; }

    /// <summary>The prices of the model's options; empty where there is one price for all or the list does not tell.</summary>
    public ImmutableArray<PriceRate> Rates { get; init; } = [];

    /// <summary>The discount as the server states it. It is not taken off here: what it is taken off is not documented.</summary>
    public decimal? DiscountRate { get; init; }

    /// <summary>The server's own word for the way of billing.</summary>
    public string? BillingType { get; init; }

    /// <summary>Whether everything that makes the price is in this object, so that a request's cost can be told from it.</summary>
    internal bool IsComplete { get; init; }
}
