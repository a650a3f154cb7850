using System.Text.Json.Nodes;
using Apimart.Video.Gallery;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Models.Rows;
using Apimart.Video.Tasks;
using Apimart.Video.Text;

namespace Apimart.Video.Binding;

/// <summary>
/// Tasks whose row goes on from another. Their request holds the very task or frame before them, which makes it another row than theirs:
/// sent as it is, it would be paid for beside the row.
/// </summary>
internal static class ChainedRow
{
    internal const string Column = "After";

    internal static bool Is(ApimartTask task) => AfterOf(task) is not null;

    /// <summary>The name of the row that a task's row goes on from; null for none.</summary>
    internal static string? AfterOf(ApimartTask task) => task.Row?
        .FirstOrDefault(cell => ColumnNames.Normalize(cell.Key) == "AFTER" && !string.IsNullOrWhiteSpace(cell.Value) && !IsOwn(task, cell.Key))
        .Value;

    /// <summary>The row's cells, with what the line says it goes on from.</summary>
    internal static InputRow? With(InputRow? row, string? after) =>
        row is null || after is null || row.Columns.Keys.Any(column => ColumnNames.Normalize(column) == "AFTER")
            ? row
            : row with { Columns = new Dictionary<string, string>(row.Columns, StringComparer.OrdinalIgnoreCase) { [Column] = after } };

    /// <summary>
    /// A request without the wish for its last frame, where that was added for what goes on from it: it is no part of what the row is
    /// known by.
    /// </summary>
    internal static JsonObject WithoutWish(JsonObject request, string? digest)
    {
        JsonObject plain = request.DeepClone().AsObject();
        return digest is not null
            && plain.Remove(PreparedRequest.LastFrameWish)
            && PreparedRequest.DigestOf(JsonValues.ToCanonical(plain)) == digest
                ? plain
                : request;
    }

    private static bool IsOwn(ApimartTask task, string column) => task.OwnColumns?.ContainsKey(column) ?? false;
}
