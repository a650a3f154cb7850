using System.Collections.Immutable;
using System.Text.Json;
using Apimart.Video.Tasks;

namespace Apimart.Video.Api;

/// <summary>Reads tasks out of the API's answers, in every envelope that is known.</summary>
internal static class TaskReader
{
    private static readonly string[] s_idNames = ["task_id", "id", "taskId"];

    /// <summary>The task a submit's answer names, or null where it holds no usable id.</summary>
    internal static ApimartTask? ReadHandle(JsonElement body)
    {
        JsonElement? data = body.Field("data")?.First();
        JsonElement holder = data is { } inner && ReadId(inner) is not null ? inner : body;
        return ReadId(holder) is { } id ? Read(holder, id) : null;
    }

    /// <summary>The task a status answer describes, or null where it describes none.</summary>
    internal static ApimartTask? ReadStatus(JsonElement body, string taskId)
    {
        JsonElement data = body.Field("data")?.First() ?? body;
        return data.ValueKind == JsonValueKind.Object && (data.Field("status") ?? data.Field("state")) is not null
            ? Read(data, taskId)
            : null;
    }

    private static string? ReadId(JsonElement element) =>
        s_idNames.Select(name => element.Text(name)).FirstOrDefault(id => id is not null);

    private static ApimartTask Read(JsonElement data, string id)
    {
        string? word = data.Text("status") ?? data.Text("state");
        return new ApimartTask
        {
            TaskId = id,
            Model = data.Text("model"),
            Status = StatusWords.Parse(word ?? "submitted"),
            StatusText = word,
            Progress = (int)Math.Clamp(data.Number("progress") ?? 0, 0, 100),
            CreatedAt = data.UnixTime("created"),
            CompletedAt = data.UnixTime("completed"),
            EstimatedTime = data.Seconds("estimated_time") ?? data.Field("task_info")?.Seconds("estimated_time"),
            ActualTime = data.Seconds("actual_time"),
            Cost = data.Money("cost"),
            Videos = ReadVideos(data),
            Error = ReadFault(data),
        };
    }

    /// <summary>The links: an array of objects whose <c>url</c> is an array or a string, or an array of strings.</summary>
    private static ImmutableArray<VideoLink> ReadVideos(JsonElement data)
    {
        JsonElement result = data.Field("result") ?? data;
        JsonElement? videos = result.Field("videos") ?? result.Field("video_url") ?? result.Field("url");
        if (videos is not { } found)
        {
            return [];
        }

        var links = ImmutableArray.CreateBuilder<VideoLink>();
        foreach (JsonElement video in Items(found))
        {
            DateTimeOffset? expiry = video.UnixTime("expires_at");
            JsonElement url = video.Field("url") ?? video.Field("urls") ?? video.Field("video_url") ?? video;
            foreach (JsonElement item in Items(url))
            {
                if (Uri.TryCreate(item.AsText(), UriKind.Absolute, out Uri? link))
                {
                    links.Add(new VideoLink(link, expiry));
                }
            }
        }

        return links.ToImmutable();
    }

    private static IEnumerable<JsonElement> Items(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [element];

    private static TaskFault? ReadFault(JsonElement data) => data.Field("error") switch
    {
        { ValueKind: JsonValueKind.Object } fault =>
            new TaskFault(fault.Text("code") ?? fault.Text("type"), fault.Text("message") ?? "The server gave no reason."),
        { } text when text.AsText() is { } message => new TaskFault(null, message),
        _ => data.Text("fail_reason") is { } reason ? new TaskFault(null, reason) : null,
    };
}
