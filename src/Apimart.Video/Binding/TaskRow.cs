using System.Management.Automation;
using System.Text.Json.Nodes;
using Apimart.Video.Gallery;
using Apimart.Video.Tasks;
using Apimart.Video.Text;

namespace Apimart.Video.Binding;

/// <summary>
/// The row behind a task, as it came; where it came in another session, one that says the same, from the journal: a column for each
/// field of the request and each of the user's own.
/// </summary>
internal static class TaskRow
{
    /// <summary>The row, or null for a task that has none.</summary>
    internal static object? Of(ApimartTask task) =>
        task.RowNumber is null ? null : task.Input ?? Rebuild(task);

    private static PSObject Rebuild(ApimartTask task)
    {
        PSObject row = new();
        if (ChainedRow.Is(task))
        {
            foreach ((string column, string value) in task.Row!)
            {
                Add(column, value);
            }

            Add("JobName", task.JobName);
            return row;
        }

        if (!task.IsRefusedHere)
        {
            Add("Model", task.Model);
            Add("Prompt", task.Prompt);
        }

        foreach ((string field, JsonNode? value) in (task.Request is not null && JsonNode.Parse(task.Request) is JsonObject request ? ChainedRow.WithoutWish(request, task.Digest) : []))
        {
            Add(field, Text(value));
        }

        Add("JobName", task.JobName);
        foreach ((string column, string value) in task.OwnColumns ?? new Dictionary<string, string>())
        {
            Add(column, value);
        }

        return row;

        void Add(string column, string? value)
        {
            if (value is not null && row.Properties[column] is null)
            {
                row.Properties.Add(new PSNoteProperty(column, value));
            }
        }
    }

    /// <summary>What stands for the value in a cell of a CSV file.</summary>
    private static string? Text(JsonNode? value) => value switch
    {
        null => null,
        JsonArray links when links.All(link => link is JsonValue item && item.TryGetValue(out string? _)) =>
            string.Join(' ', links.Select(link => link!.GetValue<string>())),
        JsonValue => value.ToString(),
        _ => JsonValues.ToCanonical(value),
    };
}
