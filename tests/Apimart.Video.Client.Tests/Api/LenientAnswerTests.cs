using System.IO.Compression;
using System.Net;
using System.Text;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Models;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Api;

/// <summary>Answers that are not what they should be, but from which what matters can still be read.</summary>
public sealed class LenientAnswerTests
{
    private const string Completed = """{"code":200,"data":{"id":"t","status":"completed","cost":0.4,"result":{"videos":[{"url":["https://h/1.mp4"]}]}}}""";

    public static TheoryData<string, byte[]> Bodies => new()
    {
        { "as it should be", Encoding.UTF8.GetBytes(Completed) },
        { "byte order mark", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Completed)] },
        { "UTF-16", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Completed)] },
        { "NaN and Infinity", Encoding.UTF8.GetBytes(Completed.Replace("\"cost\":0.4", "\"a\":NaN,\"b\":-Infinity,\"c\":Infinity,\"cost\":0.4", StringComparison.Ordinal)) },
        { "raw controls", Encoding.UTF8.GetBytes(Completed.Replace("\"cost\"", "\"note\":\"line\n\t\0 two\",\"cost\"", StringComparison.Ordinal)) },
        { "trailing commas", Encoding.UTF8.GetBytes(Completed.Replace("}]}}}", "},],},},}", StringComparison.Ordinal)) },
        { "wrapped in an array", Encoding.UTF8.GetBytes($"[{Completed}]") },
        { "half a surrogate", Encoding.UTF8.GetBytes(Completed.Replace("\"cost\"", "\"note\":\"\\ud83d\",\"cost\"", StringComparison.Ordinal)) },
        { "invalid UTF-8", [.. Encoding.UTF8.GetBytes("{\"note\":\""), 0xFF, 0xC3, 0x28, .. Encoding.UTF8.GetBytes($"\",{Completed[1..]}")] },
        { "something after the end", Encoding.UTF8.GetBytes(Completed + "\n<!-- served by cache 7 -->") },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task What_can_be_read_is_used(string what, byte[] body)
    {
        Assert.NotEmpty(what);
        Check(await PollAsync(new ByteArrayContent(body)));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    public async Task A_content_coding_that_is_not_there_is_not_undone(string coding)
    {
        ByteArrayContent content = new(Encoding.UTF8.GetBytes(Completed));
        content.Headers.ContentEncoding.Add(coding);

        Check(await PollAsync(content));
    }

    [Fact]
    public async Task A_content_coding_that_is_there_is_undone()
    {
        MemoryStream packed = new();
        await using (GZipStream gzip = new(packed, CompressionMode.Compress, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Completed), TestContext.Current.CancellationToken);
        }

        ByteArrayContent content = new(packed.ToArray());
        content.Headers.ContentEncoding.Add("gzip");

        Check(await PollAsync(content));
    }

    [Fact]
    public async Task All_of_the_JSON_is_enough_where_more_bytes_were_announced()
    {
        string answer = $"HTTP/1.1 200 OK\r\nContent-Length: {Completed.Length + 100}\r\n\r\n{Completed}";
        using ScriptedServer server = new(answer);
        using ApimartClient client = new(new ApimartClientOptions { ApiKey = "sk-test", BaseUri = server.Address, TimeProvider = new ImpatientTime(), ReadTimeout = TimeSpan.FromHours(1) });

        // The server keeps the connection open, as one does that counts wrongly.
        Check(await client.PollAsync("t", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("""{"code":200,"data":{"id":"t","status":"completed","result":{"videos":[{"url":["https://h/1.mp4"]""")]
    [InlineData("""{"code":200,"data":{"id":"t","status":"failed""")]
    public async Task A_state_is_never_taken_from_an_answer_that_is_cut_off(string body)
    {
        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => PollAsync(new ByteArrayContent(Encoding.UTF8.GetBytes(body))));

        Assert.Equal(ApimartErrorKind.Protocol, fault.Kind);
    }

    [Theory]
    [InlineData("""{"code":200,"data":[{"status":"submitted","task_id":"task_A"}""", "task_A")]
    [InlineData("""{"code":200,"data":[{"task_id":"task_A","status":"subm""", "task_A")]
    [InlineData("""{"code":200,"data":[{"status":"submitted","task_id":"task_A""", null)]
    [InlineData("""{"data":{"id":12345""", null)]
    [InlineData("""{"data":{"id":12345}""", "12345")]
    public async Task An_id_is_taken_from_a_submit_that_is_cut_off_if_all_of_it_is_there(string body, string? id)
    {
        using ApimartClient client = Client(HttpStatusCode.OK, new ByteArrayContent(Encoding.UTF8.GetBytes(body)));
        Task<ApimartTask> submit = client.SubmitAsync(new VideoRequest { Model = "veo3.1-fast", Prompt = "a fox" }, TestContext.Current.CancellationToken);

        if (id is null)
        {
            Assert.Equal(ApimartErrorKind.OutcomeUnknown, (await Assert.ThrowsAsync<ApimartException>(() => submit)).Kind);
        }
        else
        {
            Assert.Equal(id, (await submit).TaskId);
        }
    }

    [Fact]
    public async Task Nesting_without_end_ends_in_a_fault_of_the_catalogue()
    {
        string deep = new('[', 5_000_000);

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => PollAsync(new StringContent("{\"data\":" + deep)));

        Assert.Equal(ApimartErrorKind.Protocol, fault.Kind);
    }

    private static void Check(ApimartTask seen) =>
        Assert.Equal((ApimartTaskStatus.Completed, 0.4m, "https://h/1.mp4"), (seen.Status, seen.Cost, Assert.Single(seen.Videos).Url!.OriginalString));

    private static async Task<ApimartTask> PollAsync(HttpContent content)
    {
        using ApimartClient client = Client(HttpStatusCode.OK, content);
        return await client.PollAsync("t", TestContext.Current.CancellationToken);
    }

    private static ApimartClient Client(HttpStatusCode status, HttpContent content) => new(new ApimartClientOptions
    {
        ApiKey = "sk-test",
        BaseUri = new Uri("http://127.0.0.1:9"),
        Handler = new Answers(status, content),
    });

    private sealed class Answers(HttpStatusCode status, HttpContent content) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = content });
    }
}
