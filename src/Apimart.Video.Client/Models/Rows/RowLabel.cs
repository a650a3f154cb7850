using System.Globalization;
using Apimart.Video.Tasks;

namespace Apimart.Video.Models.Rows;

/// <summary>How a message names a row: by its number and the user's own name or id for it, or failing that its prompt.</summary>
internal static class RowLabel
{
    private const int LongestPrompt = 30;
    private static readonly string[] s_names = ["NAME", "ID"];

    internal static string Of(int number, IReadOnlyCollection<RowCell> cells, string? prompt)
    {
        string row = $"Row {number.ToString(CultureInfo.InvariantCulture)}";
        foreach (string name in s_names)
        {
            foreach (RowCell cell in cells)
            {
                if (!cell.IsBlank && ColumnNames.Normalize(cell.Column) == name)
                {
                    return $"{row} ({cell.Column} {ParameterValue.Show(cell.Value)})";
                }
            }
        }

        return string.IsNullOrWhiteSpace(prompt) ? row
            : $"{row} (\"{(prompt.Length > LongestPrompt ? string.Concat(prompt.AsSpan(0, LongestPrompt), "…") : prompt)}\")";
    }

    /// <summary>The label of a task's row, or null for a task that has none.</summary>
    internal static string? Of(ApimartTask task) => task.RowNumber is { } number
        ? Of(number, [.. (task.Row ?? new Dictionary<string, string>()).Select(column => new RowCell(column.Key, column.Value))], task.Prompt)
        : null;
}
