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
