using System.Collections.Immutable;
using System.Text.Json;
using Apimart.Video.Tasks;
using Apimart.Video.Text;

namespace Apimart.Video.Api;

/// <summary>Finds the links of a task's videos: texts, objects and lists of them, however nested. What is no link keeps its place.</summary>
internal static class VideoLinks
{
    private static readonly string[] s_lists = ["videos", "video", "video_urls", "video_url", "urls", "url"];
    private static readonly string[] s_links = ["url", "urls", "video_url", "video_urls", "video"];

    /// <summary>The links in the order in which they were given, or none where not one of them is a link.</summary>
    internal static ImmutableArray<VideoLink> Read(JsonElement data)
    {
        JsonElement? result = data.Field("result");
        IEnumerable<JsonElement?> places = result is { ValueKind: JsonValueKind.Object } holder
            ? s_lists.Select(name => holder.Field(name)).Concat(s_lists.Select(name => data.Field(name)))
            : s_lists.Select(name => data.Field(name)).Prepend(result);
        foreach (JsonElement place in places.OfType<JsonElement>())
        {
            var links = ImmutableArray.CreateBuilder<VideoLink>();
            Add(links, place, expiry: null, depth: 0);
            if (links.Any(link => link.Url is not null))
            {
                return links.ToImmutable();
            }
        }

        return [];
    }

    /// <summary>The last frame as a picture, beside a video or in the result; null where the answer holds none.</summary>
    internal static Uri? LastFrame(JsonElement data)
    {
        JsonElement? result = data.Field("result");
        JsonElement?[] places = [result?.Field("videos")?.First(), result?.Field("video"), result, data];
        return places
            .Select(place => place is { ValueKind: JsonValueKind.Object } holder ? holder.Field("last_frame_url") : null)
            .Select(link => link is { ValueKind: JsonValueKind.Array } several ? several.EnumerateArray().Cast<JsonElement?>().FirstOrDefault() : link)
            .Select(link => link is { } found && WebLink.TryCreate(found.AsText(), out Uri? url) ? url : null)
            .FirstOrDefault(url => url is not null);
    }

    private static void Add(ImmutableArray<VideoLink>.Builder links, JsonElement element, DateTimeOffset? expiry, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array when element.GetArrayLength() > 0 || depth == 0:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Add(links, item, expiry, depth + 1);
                }

                break;
            case JsonValueKind.Object when s_links.Select(name => element.Field(name)).FirstOrDefault(inner => inner is not null) is { } inner:
                Add(links, inner, element.UnixTime("expires_at") ?? expiry, depth + 1);
                break;
            default:
                links.Add(new VideoLink(WebLink.TryCreate(element.AsText(), out Uri? link) ? link : null, expiry));
                break;
        }
    }
}
