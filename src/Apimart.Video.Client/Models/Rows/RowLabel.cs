using System.Globalization;
using Apimart.Video.Tasks;

namespace Apimart.Video.Models.Rows;

/// <summary>How a message names a row: by its number and the user's own name or id for it, or failing that its prompt.</summary>
internal static class RowLabel
{
    private const int LongestPrompt = 30;
    private static readonly string[] s_names = ["NAME", "ID", "SHOT"];

    internal static string Of(int number, IReadOnlyCollection<RowCell> cells, string? prompt)
    {
        string row = $"Row {number.ToString(CultureInfo.InvariantCulture)}";
        return NameOf(cells) is { } name ? $"{row} ({name.Column} {ParameterValue.Show(name.Value)})"
            : string.IsNullOrWhiteSpace(prompt) ? row
            : $"{row} (\"{(prompt.Length > LongestPrompt ? string.Concat(prompt.AsSpan(0, LongestPrompt), "…") : prompt)}\")";
    }

    /// <summary>The cell with the user's own name or id for the row, or null.</summary>
    internal static RowCell? NameOf(IEnumerable<RowCell> cells) => cells.Where(IsName).MinBy(Rank);

    /// <summary>All names by which another row may call the row, in the order of <see cref="NameOf"/>.</summary>
    internal static IReadOnlyList<string> NamesOf(IEnumerable<RowCell> cells) =>
    [
        .. cells
            .Where(IsName)
            .Select(cell => ParameterValue.ToText(cell.Value!))
            .OfType<string>(),
    ];

    private static bool IsName(RowCell cell) => !cell.IsBlank && Rank(cell) >= 0;

    private static int Rank(RowCell cell) => Array.IndexOf(s_names, ColumnNames.Normalize(cell.Column));

    /// <summary>The label of a task's row, or null for a task that has none.</summary>
    internal static string? Of(ApimartTask task) => task.RowNumber is { } number
        ? Of(number, [.. (task.OwnColumns ?? new Dictionary<string, string>()).Select(column => new RowCell(column.Key, column.Value))], task.Prompt)
        : null;
}
