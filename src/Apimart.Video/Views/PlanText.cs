using System.Globalization;
using System.Text;
using Apimart.Video.Planning;

namespace Apimart.Video.Views;

/// <summary>What the module's views show of plans.</summary>
public static class PlanText
{
    private const int NarrowModel = 16;
    private const int WideModel = 30;
    private const int WideTerminal = 110;
    private const int UsualWidth = 120;
    private const int LeastWidth = 40;

    /// <summary>
    /// A row of a plan on one line; behind the last row stand the sums. The rule that refuses a row has the room of the price, which there is
    /// none of, and of the model, which the rule mostly names.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="width">The width of the terminal in columns; 0 where there is none.</param>
    public static string Of(PlannedVideo row, int width)
    {
        int wide = width < LeastWidth ? UsualWidth : width - 1;
        string line = Cut(Line(row, wide), wide);
        return row.Total is { } total ? $"{line}\n\n{Sums(total)}" : line;
    }

    /// <summary>What would become of a row, in a word or two.</summary>
    /// <param name="row">The row.</param>
    public static string Word(PlannedVideo row) => row.Outcome switch
    {
        PlanOutcome.Submit => "submit",
        PlanOutcome.AlreadySubmitted => "there",
        PlanOutcome.Saved => "saved",
        PlanOutcome.Refused => "refused",
        PlanOutcome.OverBudget => "over budget",
        _ => "unknown",
    };

    /// <summary>A row's price in dollars, as a range where it is a bound; a question mark where it is not known, nothing where there is none.</summary>
    /// <param name="row">The row.</param>
    public static string Price(PlannedVideo row) =>
        row.Price is { } most ? Dollars(row.LowestPrice ?? most, most)
        : row.Outcome == PlanOutcome.Refused ? string.Empty
        : "?";

    /// <summary>What -WhatIf says of a row.</summary>
    internal static string Foreseen(PlannedVideo row, string? label, string request)
    {
        string named = label is null ? string.Empty : $"{label}: ";
        return row.Outcome switch
        {
            PlanOutcome.Submit => $"{named}{PriceOf(row)}: {request}",
            PlanOutcome.AlreadySubmitted => $"{named}nothing is sent; it is there as {row.Task?.TaskId} ({row.Task?.Status}).",
            PlanOutcome.Saved => $"{named}nothing is sent; it is there as {row.Task?.TaskId}, and saved.",
            _ => $"{named}nothing is sent. {row.Problem?.Message}",
        };
    }

    /// <summary>The sums of a plan, or of one of its models, as a sentence.</summary>
    internal static string Sum(PlanSum sum, decimal? limit)
    {
        List<string> parts = [];
        if (sum.Submit > 0)
        {
            string unpriced = sum.Unpriced switch
            {
                0 => string.Empty,
                var some when some == sum.Submit => " at an unknown price",
                var some => $" and {some.ToString(CultureInfo.InvariantCulture)} of them at an unknown price",
            };
            parts.Add($"{Count(sum.Submit)} to submit{(sum.Unpriced < sum.Submit ? $" for {Dollars(sum.LowestPrice, sum.Price)}" : string.Empty)}{unpriced}");
        }

        Add(sum.AlreadySubmitted, "there already");
        Add(sum.Saved, "saved");
        Add(sum.Refused, "refused");
        Add(sum.OverBudget, limit is { } most ? $"over the limit of {Dollars(most, most)}" : "over the limit");
        Add(sum.OutcomeUnknown, "of unknown outcome");
        return $"{Count(sum.Rows)} {(sum.Rows == 1 ? "video" : "videos")}: {(parts.Count == 0 ? "nothing to submit" : string.Join(", ", parts))}.";

        void Add(int count, string what)
        {
            if (count > 0)
            {
                parts.Add($"{Count(count)} {what}");
            }
        }
    }

    private static string Line(PlannedVideo row, int width)
    {
        StringBuilder line = new();
        if (row.Outcome == PlanOutcome.Refused)
        {
            line.Append(CultureInfo.InvariantCulture, $"{row.Row,4} {Word(row)} ");
            if (row.Model is { } asked && row.Problem?.Message.Contains(asked, StringComparison.OrdinalIgnoreCase) == false)
            {
                line.Append(TerminalText.OnOneLine(asked)).Append(": ");
            }
        }
        else
        {
            int model = width < WideTerminal ? NarrowModel : WideModel;
            line.Append(CultureInfo.InvariantCulture, $"{row.Row,4} {Word(row),-11} {Price(row),12} ");
            line.Append(Cut(TerminalText.OnOneLine(row.Model), model).PadRight(model)).Append(' ');
        }

        if (row.Take != 1)
        {
            line.Append(CultureInfo.InvariantCulture, $"take {row.Take}: ");
        }

        if (row.Name is { Length: > 0 } name)
        {
            line.Append(TerminalText.OnOneLine(name)).Append(": ");
        }

        return line.Append(TerminalText.OnOneLine(row.Outcome == PlanOutcome.Refused ? row.Problem?.Message : row.Prompt)).ToString();
    }

    private static string Sums(PlanTotal total)
    {
        StringBuilder sums = new();
        if (total.Models.Count > 1)
        {
            int model = total.Models.Max(sum => Named(sum).Length);
            foreach (PlanSum sum in total.Models)
            {
                sums.Append(Named(sum).PadRight(model)).Append("  ").Append(Sum(sum, total.MaxCost)).Append('\n');
            }
        }

        if (!total.IsComparison)
        {
            sums.Append(Sum(total.All, total.MaxCost)).Append('\n');
        }

        if (total.PriceDate is { } date)
        {
            string day = TerminalText.OnOneLine(date);
            sums.Append(total.PriceSources is [var only] ? $"Prices: {TerminalText.OnOneLine(only)}, {day}." : $"Prices: {Count(total.PriceSources.Count)} sources, the oldest of {day}.");
        }

        return sums.ToString().TrimEnd('\n');
    }

    private static string Named(PlanSum sum) => TerminalText.OnOneLine(sum.Model ?? "(no model)");

    private static string PriceOf(PlannedVideo row) =>
        row.Price is null ? TerminalText.OnOneLine($"price unknown, {row.PriceSource}") : TerminalText.OnOneLine($"{Price(row)} (price of {row.PriceDate})");

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Dollars(decimal least, decimal most) => least == most
        ? string.Create(CultureInfo.InvariantCulture, $"${most:0.00##}")
        : string.Create(CultureInfo.InvariantCulture, $"${least:0.00##}–{most:0.00##}");

    private static string Cut(string text, int width) => text.Length <= width ? text : string.Concat(text.AsSpan(0, width - 1), "…");
}
