namespace Apimart.Video.Planning;

/// <summary>How many rows of a plan come to what, and what submitting them costs.</summary>
public sealed record PlanSum
{
    /// <summary>The model; null for all.</summary>
    public string? Model { get; init; }

    /// <summary>All rows; each take counts.</summary>
    public int Rows => Submit + AlreadySubmitted + Saved + Refused + OverBudget + OutcomeUnknown;

    /// <summary>How many would be sent.</summary>
    public int Submit { get; init; }

    /// <summary>How many were submitted before and have no saved video yet.</summary>
    public int AlreadySubmitted { get; init; }

    /// <summary>How many are saved.</summary>
    public int Saved { get; init; }

    /// <summary>How many would be refused.</summary>
    public int Refused { get; init; }

    /// <summary>How many the limit of the spend leaves out.</summary>
    public int OverBudget { get; init; }

    /// <summary>How many have an unknown outcome.</summary>
    public int OutcomeUnknown { get; init; }

    /// <summary>What those that would be sent cost at most, in US dollars, as far as their prices are known.</summary>
    public decimal Price { get; init; }

    /// <summary>What they cost at least.</summary>
    public decimal LowestPrice { get; init; }

    /// <summary>How many of those that would be sent have no known price; they are not in <see cref="Price"/>.</summary>
    public int Unpriced { get; init; }

    /// <summary>These sums with one row more.</summary>
    internal PlanSum With(PlannedVideo row)
    {
        PlanSum sum = row.Outcome switch
        {
            PlanOutcome.Submit => this with { Submit = Submit + 1 },
            PlanOutcome.AlreadySubmitted => this with { AlreadySubmitted = AlreadySubmitted + 1 },
            PlanOutcome.Saved => this with { Saved = Saved + 1 },
            PlanOutcome.Refused => this with { Refused = Refused + 1 },
            PlanOutcome.OverBudget => this with { OverBudget = OverBudget + 1 },
            _ => this with { OutcomeUnknown = OutcomeUnknown + 1 },
        };
        return row.Outcome != PlanOutcome.Submit ? sum
            : row.Price is not { } price ? sum with { Unpriced = Unpriced + 1 }
            : sum with { Price = Price + price, LowestPrice = LowestPrice + (row.LowestPrice ?? price) };
    }
}

/// <summary>The sums of a plan.</summary>
public sealed record PlanTotal
{
    /// <summary>The sums by model, in the order in which the models came.</summary>
    public required IReadOnlyList<PlanSum> Models { get; init; }

    /// <summary>The sums over all models. Where the same rows are planned for several models, those are alternatives.</summary>
    public required PlanSum All { get; init; }

    /// <summary>Whether the same rows are planned for several models, of which one is to be chosen.</summary>
    public bool IsComparison { get; init; }

    /// <summary>The limit of the spend in US dollars; null for none.</summary>
    public decimal? MaxCost { get; init; }

    /// <summary>The oldest day of the prices; null where none is known.</summary>
    public string? PriceDate { get; init; }

    /// <summary>Who named the prices.</summary>
    public IReadOnlyList<string> PriceSources { get; init; } = [];
}
