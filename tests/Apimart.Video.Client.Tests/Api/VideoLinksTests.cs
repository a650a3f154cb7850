using System.Text.Json;
using Apimart.Video.Api;

namespace Apimart.Video.Client.Tests.Api;

/// <summary>Where a link may stand in an answer: one that is overlooked is a paid video that cannot be fetched.</summary>
public sealed class VideoLinksTests
{
    private static readonly string[] s_fields = ["videos", "video", "video_urls", "video_url", "urls", "url"];

    /// <summary>The values of a field that name one video each.</summary>
    private static readonly string[] s_values =
    [
        "\"https://h/1.mp4\"",
        "[\"https://h/1.mp4\"]",
        .. s_fields[1..].Select(inner => $"{{\"{inner}\":\"https://h/1.mp4\"}}"),
        .. s_fields[1..].Select(inner => $"[{{\"{inner}\":[\"https://h/1.mp4\"]}}]"),
    ];

    [Fact]
    public void A_link_is_found_in_every_field_and_shape()
    {
        foreach (string value in s_values)
        {
            Assert.Equal("https://h/1.mp4", Find($"{{\"result\":{value}}}"));
            foreach (string field in s_fields)
            {
                Assert.Equal("https://h/1.mp4", Find($"{{\"{field}\":{value}}}"));
                Assert.Equal("https://h/1.mp4", Find($"{{\"result\":{{\"{field}\":{value}}}}}"));
            }
        }
    }

    [Theory]
    [InlineData("""{"result":{"videos":[{"url":"https://h/1.mp4"},{"url":null},{"url":"https://h/3.mp4"}]}}""", "https://h/1.mp4 - https://h/3.mp4")]
    [InlineData("""{"result":{"videos":["no link"],"video":"https://h/2.mp4"}}""", "https://h/2.mp4")]
    [InlineData("""{"result":{"videos":["https://h/1.mp4"]},"video":"https://h/2.mp4"}""", "https://h/1.mp4")]
    [InlineData("""{"result":{"videos":["file:///etc/passwd","/2.mp4","https://h/3.mp4"]}}""", "- - https://h/3.mp4")]
    [InlineData("""{"result":{"videos":[]},"url":"https://h/2.mp4"}""", "https://h/2.mp4")]
    [InlineData("""{"result":{"videos":["no link"]}}""", "")]
    [InlineData("{}", "")]
    public void What_is_no_link_keeps_its_place_beside_one_that_is(string data, string links) => Assert.Equal(links, Find(data));

    [Theory]
    [InlineData("""{"result":{"videos":[{"url":"https://h/1.mp4","last_frame_url":"https://h/1.png"}]}}""", true)]
    [InlineData("""{"result":{"video":{"last_frame_url":"https://h/1.png"}}}""", true)]
    [InlineData("""{"result":{"last_frame_url":["https://h/1.png"]}}""", true)]
    [InlineData("""{"last_frame_url":"https://h/1.png"}""", true)]
    [InlineData("""{"last_frame_url":"no link"}""", false)]
    [InlineData("""{"last_frame_url":[]}""", false)]
    [InlineData("{}", false)]
    public void The_last_frame_stands_beside_a_video_or_in_the_result(string data, bool isThere) =>
        Assert.Equal(isThere ? "https://h/1.png" : null, VideoLinks.LastFrame(JsonDocument.Parse(data).RootElement)?.OriginalString);

    [Theory]
    [InlineData("""{"created":1700000000}""", true)]
    [InlineData("""{"created_at":1700000000}""", true)]
    [InlineData("{}", false)]
    public void A_task_tells_its_model_and_when_it_began(string data, bool isDated)
    {
        Tasks.ApimartTask task = TaskReader.ReadHandle(JsonDocument.Parse(data.Replace("{", """{"model":"sora-2",""", StringComparison.Ordinal).Replace(",}", "}", StringComparison.Ordinal)).RootElement, "t");

        Assert.Equal(("t", "sora-2", isDated ? DateTimeOffset.FromUnixTimeSeconds(1_700_000_000) : null), (task.TaskId, task.Model, task.CreatedAt));
    }

    private static string Find(string data) =>
        string.Join(' ', VideoLinks.Read(JsonDocument.Parse(data).RootElement).Select(link => link.Url?.OriginalString ?? "-"));
}
