using System.Text.Json;
using Apimart.Video.Text;

namespace Apimart.Video.Api;

/// <summary>Finds the id of a task in an answer. It is worth a video, so it is looked for in every place.</summary>
internal static class TaskIds
{
    private const int LongestId = 512;

    /// <summary>All ids that the answer to a submit names, the likeliest first; see the places in api.md, section 3.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="beside">Whether it names a fault as well: a bare id beside one is more often that of the request than of a task.</param>
    internal static IReadOnlyList<string> FindAll(JsonElement body, bool beside)
    {
        List<string> found = [];
        foreach (JsonElement root in body.Items())
        {
            foreach (JsonElement data in root.Field("data")?.Items() ?? [])
            {
                Add(found, Named(data) ?? Plain(data));
            }

            Add(found, Named(root));
            Add(found, Plain(root) is { } id && !IsRequests(root, id) ? id : null);
        }

        // Deep inside it is a task's only if no place that is known for it has one.
        Search(body, found);
        foreach (JsonElement root in found.Count == 0 && !beside ? body.Items() : [])
        {
            Add(found, Plain(root));
        }

        return found;
    }

    /// <summary>The id of one object, in whichever spelling of the field.</summary>
    internal static string? Of(JsonElement holder) => Named(holder) ?? Plain(holder);

    /// <summary>The ids by which a status answer says what it is about.</summary>
    /// <param name="root">The answer.</param>
    /// <param name="data">What it tells of the task; null where it tells that itself.</param>
    internal static IReadOnlyList<string> Beside(JsonElement root, JsonElement? data)
    {
        List<string> found = [];
        JsonElement holder = data ?? root;
        Add(found, Named(holder));
        Add(found, Plain(holder) is { } id && !IsRequests(holder, id) ? id : null);
        Add(found, Named(root));
        return found;
    }

    private static void Search(JsonElement element, List<string> found)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                Add(found, Named(element));
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    Search(member.Value, found);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Search(item, found);
                }

                break;
        }
    }

    private static string? Named(JsonElement holder)
    {
        if (holder.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in holder.EnumerateObject())
            {
                if (IsTaskId(member.Name) && Usable(member.Value) is { } id)
                {
                    return id;
                }
            }
        }

        return null;
    }

    private static string? Plain(JsonElement holder) => holder.Field("id") is { } id ? Usable(id) : null;

    private static bool IsTaskId(string name) =>
        name.Equals("task_id", StringComparison.OrdinalIgnoreCase)
        || name.Equals("taskId", StringComparison.OrdinalIgnoreCase)
        || name.Equals("task-id", StringComparison.OrdinalIgnoreCase);

    private static bool IsRequests(JsonElement root, string id) =>
        id == root.Text("request_id") || id.StartsWith("req", StringComparison.OrdinalIgnoreCase);

    private static string? Usable(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.Items().Select(Usable).FirstOrDefault(id => id is not null),
        JsonValueKind.String => value.GetString()!.Trim() is { Length: > 0 and <= LongestId } id ? id : null,
        JsonValueKind.Number => value.GetRawText() is not "0" and var number ? number : null,
        _ => null,
    };

    private static void Add(List<string> found, string? id)
    {
        if (id is not null && !found.Contains(id))
        {
            found.Add(id);
        }
    }
}
