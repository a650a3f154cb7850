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
        foreach (JsonElement place in Places(data))
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
        foreach (JsonElement? place in places)
        {
            if (place?.Field("last_frame_url")?.Items() is [var link, ..] && WebLink.TryCreate(link.AsText(), out Uri? url))
            {
                return url;
            }
        }

        return null;
    }

    /// <summary>Where links may stand: the result, or the lists in it, and the lists beside it.</summary>
    private static IEnumerable<JsonElement> Places(JsonElement data)
    {
        JsonElement? result = data.Field("result");
        if (result is { ValueKind: not JsonValueKind.Object } links)
        {
            yield return links;
        }

        foreach (JsonElement? holder in (JsonElement?[])[result, data])
        {
            foreach (string name in s_lists)
            {
                if (holder?.Field(name) is { } list)
                {
                    yield return list;
                }
            }
        }
    }

    private static JsonElement? LinkIn(JsonElement holder)
    {
        foreach (string name in s_links)
        {
            if (holder.Field(name) is { } link)
            {
                return link;
            }
        }

        return null;
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
            case JsonValueKind.Object when LinkIn(element) is { } inner:
                Add(links, inner, element.UnixTime("expires_at") ?? expiry, depth + 1);
                break;
            default:
                links.Add(new VideoLink(WebLink.TryCreate(element.AsText(), out Uri? link) ? link : null, expiry));
                break;
        }
    }
}
