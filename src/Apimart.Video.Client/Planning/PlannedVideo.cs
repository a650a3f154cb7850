using System.Collections.Immutable;
using Apimart.Video.Models;
using Apimart.Video.Tasks;

namespace Apimart.Video.Planning;

/// <summary>What would become of one row, or of one take of it, with one model.</summary>
public sealed record PlannedVideo
{
    /// <summary>The row's place in the input, counted from 1; null for a request of its own.</summary>
    public int? Row { get; init; }

    /// <summary>The user's own name or id for the row, or null.</summary>
    public string? Name { get; init; }

    /// <summary>What the video shows; null where the row does not tell.</summary>
    public string? Prompt { get; init; }

    /// <summary>The model by its own name, or as it was asked for where it is not known.</summary>
    public string? Model { get; init; }

    /// <summary>The batch.</summary>
    public string? JobName { get; init; }

    /// <summary>Which video of the row.</summary>
    public int Take { get; init; } = 1;

    /// <summary>What would become of it.</summary>
    public required PlanOutcome Outcome { get; init; }

    /// <summary>
    /// What the video costs at most, in US dollars: by the list price, or its charge where that is known already. Null where it is not
    /// known; never 0 for that.
    /// </summary>
    public decimal? Price { get; init; }

    /// <summary>What it costs at least. Less than <see cref="Price"/> where the request leaves to the server what the price depends on.</summary>
    public decimal? LowestPrice { get; init; }

    /// <summary>The day, or the month, of the price: <c>2026-10-12</c>.</summary>
    public string? PriceDate { get; init; }

    /// <summary>Who named the price; or, where it is not known, why.</summary>
    public string? PriceSource { get; init; }

    /// <summary>Why it would not be sent; null where nothing stands against it.</summary>
    public PlanProblem? Problem { get; init; }

    /// <summary>The request's body as JSON, its fields in order; null where there is none that could be sent.</summary>
    public string? Request { get; init; }

    /// <summary>The task of a row that was submitted before.</summary>
    public ApimartTask? Task { get; init; }

    /// <summary>The row as it was piped in.</summary>
    public object? InputObject { get; init; }

    /// <summary>The whole plan's sums, with its last row alone.</summary>
    public PlanTotal? Total { get; init; }

    /// <summary>Returns what would become of it, its price and what it shows.</summary>
    public override string ToString() => $"{Outcome}: {Name ?? Prompt}";
}

/// <summary>What would become of a row if it were submitted now.</summary>
/// <remarks>A long, since PowerShell's ConvertTo-Json writes such a value as its word.</remarks>
public enum PlanOutcome : long
{
    /// <summary>It would be sent, and charged.</summary>
    Submit,

    /// <summary>It was submitted before, by this job; its task is taken up and nothing is sent.</summary>
    AlreadySubmitted,

    /// <summary>It was submitted before, and its video is saved.</summary>
    Saved,

    /// <summary>It would be refused before anything is sent.</summary>
    Refused,

    /// <summary>It would not be sent because of the limit of the spend.</summary>
    OverBudget,

    /// <summary>An earlier run sent it, and whether it was accepted is unknown; it would not be sent again by itself.</summary>
    OutcomeUnknown,
}

/// <summary>Why a row would not be sent.</summary>
/// <param name="ErrorId">The stable name of the reason, as in the error of the real run.</param>
/// <param name="Message">What is wrong, by which rule, and where the rule comes from.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record PlanProblem(string ErrorId, string Message, string? Advice)
{
    /// <summary>The rules that the request breaks, one by one; empty where something else is the reason.</summary>
    public ImmutableArray<RequestProblem> Rules { get; init; } = [];

    /// <summary>Returns the message.</summary>
    public override string ToString() => Message;
}
