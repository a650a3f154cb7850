using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Apimart.Video.RowTrial;

/// <summary>Judges what came of a table.</summary>
internal sealed partial class RowVerdict(Table table, object[] rows, string[] bodies, Outcome outcome)
{
    private static readonly JsonSerializerOptions s_shown = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject[] _bodies = [.. bodies.Select(body => JsonNode.Parse(body)!.AsObject())];

    /// <exception cref="InvalidOperationException">Something does not hold.</exception>
    internal void Hold()
    {
        for (int at = 0; at < rows.Length; at++)
        {
            HoldRow(table.Rows[at], at + 1, rows[at]);
        }

        Hold(outcome.Errors.All(error => NumberIn(error.ToString()) is not null), "an error names no row");
        Hold(outcome.Tasks.Length == bodies.Length, $"{bodies.Length} bodies arrived, and {outcome.Tasks.Length} tasks came out");
        HoldOverruled();
    }

    private void HoldRow(Row row, int number, object input)
    {
        ErrorRecord[] errors = [.. outcome.Errors.Where(error => NumberIn(error.ToString()) == number)];
        PSObject[] tasks = [.. outcome.Tasks.Where(task => task.Properties["RowNumber"].Value is int of && of == number)];
        JsonObject[] sent = [.. _bodies.Where(body => body["prompt"]?.ToString().EndsWith($"[{number}]", StringComparison.Ordinal) ?? false)];
        Hold(errors.Length + tasks.Length == 1, $"row {number} has {errors.Length} errors and {tasks.Length} tasks");
        Hold(sent.Length == tasks.Length || !row.Body.ContainsKey("prompt"), $"row {number} sent {sent.Length} bodies");
        if (errors.Length == 1)
        {
            Hold(IsSame(errors[0].TargetObject, input), $"the target of row {number}'s error is another");
            Hold(!row.IsGood || row.IsDoubtful, $"row {number} is good, and refused");
        }

        if (tasks.Length == 1)
        {
            HoldKept(row, number, tasks[0]);
            Hold(row.IsGood || table.SkipsValidation, $"row {number} is not good, and sent");
        }

        if (row is { IsGood: true, IsDoubtful: false })
        {
            Hold(JsonNode.DeepEquals(sent[0], row.Body), $"row {number} should have been {row.Body.ToJsonString(s_shown)}");
        }

        string told = string.Concat(errors.Select(error => error.ToString()).Concat(outcome.Warnings.Where(warning => NumberIn(warning) == number)));
        foreach (Cell bad in row.Cells.Where(cell => cell.Fate == Fate.Refused))
        {
            Hold(Names(told, bad.Column) || Names(told, bad.Parameter), $"row {number}: nothing tells of the cell '{bad.Column}'");
        }
    }

    private void HoldKept(Row row, int number, PSObject task)
    {
        IReadOnlyDictionary<string, string> own = (IReadOnlyDictionary<string, string>)task.Properties["Row"].Value;
        foreach (Cell cell in row.Cells.Where(cell => cell.Fate is Fate.Carried or Fate.Sent))
        {
            bool kept = own.TryGetValue(cell.Column, out string? text) && (cell is { Fate: Fate.Sent, Value: not string } || IsText(text, cell.Value));
            Hold(kept, $"row {number}: the column '{cell.Column}' is not with its task");
        }

        // What names, the gallery and the template of file names go by.
        PropertyInfo property = task.BaseObject.GetType().GetProperty("OwnColumns", BindingFlags.Instance | BindingFlags.NonPublic)!;
        var columns = (IReadOnlyDictionary<string, string>?)property.GetValue(task.BaseObject);
        foreach (Cell cell in row.Cells.Where(cell => cell.Fate is Fate.Carried or Fate.Sent))
        {
            string wrong = cell.Fate == Fate.Sent ? "sent, and an own one" : "carried, and no own one";
            Hold(columns?.ContainsKey(cell.Column) == (cell.Fate == Fate.Carried), $"row {number}: the column '{cell.Column}' is {wrong}");
        }

        string[] others = [.. own.Keys.Where(name => !row.Cells.Exists(cell => cell.Column.Equals(name, StringComparison.OrdinalIgnoreCase)))];
        Hold(others.Length == 0, $"row {number} carries what it does not have: {string.Join(", ", others)}");
    }

    private void HoldOverruled()
    {
        foreach (var column in table.Rows
            .SelectMany(row => row.Cells)
            .Where(cell => cell.Fate == Fate.Overruled)
            .GroupBy(cell => cell.Column, StringComparer.OrdinalIgnoreCase))
        {
            string rowsOf = string.Create(CultureInfo.InvariantCulture, $" in {column.Count()} row");
            Hold(
                outcome.Warnings.Count(warning => warning.Contains($"'{column.Key}'", StringComparison.OrdinalIgnoreCase)
                    && warning.Contains(rowsOf, StringComparison.Ordinal)) == 1,
                $"nothing tells that the line overrules '{column.Key}'{rowsOf}");
        }
    }

    private static bool IsText(string text, object? value) => value switch
    {
        null or DBNull => text.Length == 0,
        string given => text == given,
        DateTime time => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind) == time,
        int or long or decimal => decimal.Parse(text, CultureInfo.InvariantCulture) == Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        bool flag => text.Equals(flag.ToString(), StringComparison.OrdinalIgnoreCase),
        ICollection { Count: 0 } => text.Length is 0 or 2,
        ICollection or PSObject => JsonNode.Parse(text) is JsonArray or JsonObject,
        _ => text == value.ToString(),
    };

    private static bool IsSame(object? target, object input) =>
        ReferenceEquals(target, input)
        || (target is PSObject { BaseObject: not PSCustomObject } wrapped && ReferenceEquals(wrapped.BaseObject, input));

    private static bool Names(string told, string name) => TableMaker.Plain(told).Contains(TableMaker.Plain(name), StringComparison.Ordinal);

    private static int? NumberIn(string message) =>
        RowNumber().Match(message) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;

    private void Hold(bool held, string what)
    {
        if (!held)
        {
            throw new InvalidOperationException(string.Join('\n',
            [
                what,
                $"rows | New-ApimartVideo{table.Arguments}",
                .. table.Defaults.Select(standard => $"default {standard.Key} = {standard.Value}"),
                .. table.Rows.Select((row, at) => $"row {at + 1}, a {row.Shape}: {string.Join(" | ", row.Cells.Select(Show))}"),
                .. bodies.Select(body => $"body: {body}"),
                .. outcome.Errors.Select(error => $"error: {error}"),
                .. outcome.Warnings.Select(warning => $"warning: {warning}"),
            ]));
        }
    }

    private static string Show(Cell cell) => $"{cell.Column} = {cell.Value switch
    {
        null => "null",
        string text => $"'{text}'",
        IEnumerable list => $"({string.Join(", ", list.Cast<object?>())}) [{cell.Value.GetType().Name}]",
        _ => $"{cell.Value} [{cell.Value.GetType().Name}]",
    }} ({cell.Fate})";

    [GeneratedRegex(@"^Row ([0-9]+)\b", RegexOptions.CultureInvariant)]
    private static partial Regex RowNumber();
}
