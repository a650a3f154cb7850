using Apimart.Video.Models.Rows;
using Apimart.Video.Tasks;

namespace Apimart.Video.Journal;

/// <summary>
/// The columns of a row as they came. What the line tells anyway is not written twice: a column without a text has the one of the
/// user's own column, and failing that the prompt.
/// </summary>
internal static class RowCells
{
    /// <summary>What a line holds of a row; null where it holds all of it anyway.</summary>
    internal static IReadOnlyDictionary<string, string?>? Shorten(InputRow? row, string prompt)
    {
        if (row?.Cells is not { Count: > 0 } cells)
        {
            return null;
        }

        Dictionary<string, string?> shortened = new(cells.Count, StringComparer.Ordinal);
        foreach ((string name, string text) in cells)
        {
            shortened[name] = row.Columns.TryGetValue(name, out string? own) && own == text ? null
                : text == prompt && !row.Columns.ContainsKey(name) ? null
                : text;
        }

        return shortened;
    }

    /// <summary>The row of a line.</summary>
    internal static IReadOnlyDictionary<string, string>? Of(JournalEntry line) => line.Cells is null
        ? ApimartTask.Columns(line.Row)
        : ApimartTask.Columns(line.Cells.Select(cell => KeyValuePair.Create(
            cell.Key,
            cell.Value ?? line.Row?.GetValueOrDefault(cell.Key) ?? line.Prompt ?? string.Empty)));

    /// <summary>Without the pictures within it; see <see cref="SettledPictures"/>.</summary>
    internal static IReadOnlyDictionary<string, string?>? DropPictures(IReadOnlyDictionary<string, string?>? cells) =>
        cells?.ToDictionary(cell => cell.Key, cell => cell.Value is { } text ? SettledPictures.DropText(text) : null, StringComparer.Ordinal);
}
