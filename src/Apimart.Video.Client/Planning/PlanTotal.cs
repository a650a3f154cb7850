namespace Apimart.Video.Planning;

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
