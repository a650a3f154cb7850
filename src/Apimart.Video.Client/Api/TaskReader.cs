using System.Text.Json;
using Apimart.Video.Tasks;
using Apimart.Video.Text;

namespace Apimart.Video.Api;

/// <summary>Reads tasks out of the API's answers, in every envelope that is known.</summary>
internal static class TaskReader
{
    private static readonly string[] s_signs = ["progress", "result", "completed"];

    /// <summary>The task that a submit's answer describes beside this id.</summary>
    internal static ApimartTask ReadHandle(JsonElement body, string id)
    {
        JsonElement root = body.First() ?? body;
        JsonElement holder = Data(root) is { } data && TaskIds.Of(data) is not null ? data : root;
        return Read(holder, id);
    }

    /// <summary>The task a status answer describes, or null where it describes none.</summary>
    internal static ApimartTask? ReadStatus(JsonElement body, string taskId)
    {
        JsonElement root = body.First() ?? body;
        if (Data(root, taskId) is { } data)
        {
            ApimartTask seen = Read(data, taskId);
            return WordOf(data) is not null || (seen.IsEnded && TaskIds.Of(data) is not null) || !seen.Videos.IsEmpty ? seen : null;
        }

        // Without a sign of a task beside it, a status is that of the answer, and says nothing of the video.
        ApimartTask own = Read(root, taskId);
        bool isTask = !own.Videos.IsEmpty
            || (WordOf(root) is not null
                && (!own.IsEnded || TaskIds.Of(root) == taskId || s_signs.Any(name => root.Field(name) is not null)));
        return isTask ? own : null;
    }

    /// <summary>The task that a status answer is about, where it says so and it is another than the one that was asked for.</summary>
    internal static string? OtherTask(JsonElement body, string taskId)
    {
        JsonElement root = body.First() ?? body;
        IReadOnlyList<string> named = TaskIds.Beside(root, Data(root, taskId));
        return named.Count == 0 || named.Contains(taskId, StringComparer.OrdinalIgnoreCase) ? null : named[0];
    }

    /// <summary>What the answer tells of a task; where it tells of several, of the one that is meant.</summary>
    private static JsonElement? Data(JsonElement root, string? taskId = null)
    {
        if (root.Field("data") is not { } data)
        {
            return null;
        }

        JsonElement meant = taskId is not null && data.ValueKind == JsonValueKind.Array
            ? data.EnumerateArray().FirstOrDefault(item => TaskIds.Of(item) == taskId)
            : default;
        return meant.ValueKind == JsonValueKind.Object ? meant
            : data.First() is { ValueKind: JsonValueKind.Object } first ? first
            : null;
    }

    private static string? WordOf(JsonElement data) => data.Text("status") ?? data.Text("state") ?? data.Text("task_status");

    private static ApimartTask Read(JsonElement data, string id)
    {
        string? word = WordOf(data);
        ApimartTask seen = new()
        {
            TaskId = id,
            Model = data.Text("model"),
            StatusText = word is null ? null : ForeignText.WithoutSecrets.Word(word),
            Progress = (int)Math.Clamp(data.Number("progress") ?? 0, 0, 100),
            CreatedAt = data.UnixTime("created") ?? data.UnixTime("created_at"),
            CompletedAt = data.UnixTime("completed") ?? data.UnixTime("completed_at"),
            EstimatedTime = data.Seconds("estimated_time") ?? data.Field("task_info")?.Seconds("estimated_time"),
            ActualTime = data.Seconds("actual_time"),
            Cost = data.Money("cost"),
            Videos = [.. VideoLinks.Read(data)],
            LastFrame = VideoLinks.LastFrame(data),
            Error = Reasons.FaultIn(data),
        };
        ApimartTaskStatus status = StatusWords.Parse(word) ?? ByEvidence(seen, word);
        bool wantsReason = seen.Error is null && status is not (ApimartTaskStatus.Submitted or ApimartTaskStatus.Processing)
            && (status != ApimartTaskStatus.Completed || seen.Videos.IsEmpty);
        return seen with { Status = status, Error = wantsReason ? Reasons.ReasonIn(data) : seen.Error };
    }

    /// <summary>A word that is not known means that the task runs, unless something beside it says how it ended.</summary>
    private static ApimartTaskStatus ByEvidence(ApimartTask seen, string? word) => seen switch
    {
        { Videos.IsEmpty: false } => ApimartTaskStatus.Completed,
        { Error: not null } => ApimartTaskStatus.Failed,
        { CompletedAt: not null } => ApimartTaskStatus.Completed,
        _ => word is null ? ApimartTaskStatus.Submitted : ApimartTaskStatus.Processing,
    };
}
