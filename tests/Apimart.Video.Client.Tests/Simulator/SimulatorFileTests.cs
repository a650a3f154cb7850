using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Apimart.Video.Simulator;

namespace Apimart.Video.Client.Tests.Simulator;

/// <summary>The file host: ranges, validators, links that expire, and the films themselves.</summary>
public sealed class SimulatorFileTests
{
    [Fact]
    public async Task A_file_comes_whole_with_its_length_type_and_validators_and_as_its_hash_foretells()
    {
        await using SimulatorProbe probe = new();
        (string id, string link) = await probe.Finished();

        HttpResponseMessage response = await probe.Download(link);
        byte[] film = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("video/mp4", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(film.Length, response.Content.Headers.ContentLength);
        Assert.Equal("bytes", Assert.Single(response.Headers.AcceptRanges));
        Assert.False(response.Headers.ETag!.IsWeak);
        Assert.NotNull(response.Content.Headers.LastModified);
        Assert.Equal(probe.Server.ExpectedBytes(id), film.Length);
        Assert.Equal(probe.Server.ExpectedSha256(id), Convert.ToHexString(SHA256.HashData(film)));
        // Counted once the system has the bytes, which may be after the client has them.
        while (probe.Server.FileBytesServed < film.Length)
        {
            await Task.Delay(1);
        }

        Assert.Equal(film.Length, probe.Server.FileBytesServed);
    }

    [Theory]
    [InlineData("bytes=0-0", 0, 0)]
    [InlineData("bytes=100-", 100, 49_999)]
    [InlineData("bytes=-5", 49_995, 49_999)]
    [InlineData("bytes=49999-60000", 49_999, 49_999)]
    [InlineData("bytes=12000-13000", 12_000, 13_000)]
    public async Task A_range_gives_just_its_bytes(string range, long first, long last)
    {
        await using SimulatorProbe probe = new(new SimulatorOptions { VideoBytes = 50_000 });
        (_, string link) = await probe.Finished();
        byte[] whole = await (await probe.Download(link)).Content.ReadAsByteArrayAsync();

        HttpResponseMessage response = await probe.Download(link, range);

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(new ContentRangeHeaderValue(first, last, 50_000), response.Content.Headers.ContentRange);
        Assert.Equal(whole[(int)first..((int)last + 1)], await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("bytes=50000-")]
    [InlineData("bytes=-0")]
    public async Task A_range_behind_the_end_is_told_the_length(string range)
    {
        await using SimulatorProbe probe = new(new SimulatorOptions { VideoBytes = 50_000 });
        (_, string link) = await probe.Finished();

        HttpResponseMessage response = await probe.Download(link, range);

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, response.StatusCode);
        Assert.Equal(new ContentRangeHeaderValue(50_000), response.Content.Headers.ContentRange);
    }

    [Theory]
    [InlineData("bytes=5-2")]
    [InlineData("bytes=0-1,5-6")]
    [InlineData("lines=1-2")]
    [InlineData("bytes=a-b")]
    public async Task A_range_that_cannot_be_read_gives_the_whole(string range)
    {
        await using SimulatorProbe probe = new();
        (_, string link) = await probe.Finished();

        Assert.Equal(HttpStatusCode.OK, (await probe.Download(link, range)).StatusCode);
    }

    [Fact]
    public async Task If_Range_continues_only_the_same_file()
    {
        await using SimulatorProbe probe = new();
        (_, string link) = await probe.Finished();
        HttpResponseMessage whole = await probe.Download(link);

        HttpResponseMessage sameTag = await probe.Download(link, "bytes=5-", whole.Headers.ETag!.ToString());
        HttpResponseMessage sameDate = await probe.Download(link, "bytes=5-", whole.Content.Headers.LastModified!.Value.ToString("R"));
        HttpResponseMessage otherTag = await probe.Download(link, "bytes=5-", "\"other\"");

        Assert.Equal(HttpStatusCode.PartialContent, sameTag.StatusCode);
        Assert.Equal(HttpStatusCode.PartialContent, sameDate.StatusCode);
        Assert.Equal(HttpStatusCode.OK, otherTag.StatusCode);
    }

    [Fact]
    public async Task HEAD_gives_the_head_alone()
    {
        await using SimulatorProbe probe = new();
        (string id, string link) = await probe.Finished();

        HttpResponseMessage response = await probe.Download(link, method: HttpMethod.Head);

        Assert.Equal(probe.Server.ExpectedBytes(id), response.Content.Headers.ContentLength);
        Assert.Equal(0, probe.Server.FileBytesServed);
    }

    [Fact]
    public async Task A_link_expires_and_a_look_at_the_task_gives_a_fresh_one()
    {
        await using SimulatorProbe probe = new(new SimulatorOptions { LinkLifetime = TimeSpan.FromHours(2) });
        (string id, string link) = await probe.Finished();
        Assert.NotEqual(link, await probe.Link(id));
        probe.Time.Advance(TimeSpan.FromHours(2));

        HttpResponseMessage late = await probe.Download(link);
        HttpResponseMessage fresh = await probe.Download(await probe.Link(id));

        Assert.Equal(HttpStatusCode.Forbidden, late.StatusCode);
        Assert.Equal("text/html", late.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.OK, fresh.StatusCode);
    }

    [Fact]
    public async Task A_fixed_link_stays_expired()
    {
        await using SimulatorProbe probe = new(new SimulatorOptions { LinkLifetime = TimeSpan.FromHours(2), RenewLinks = false });
        (string id, string link) = await probe.Finished();
        probe.Time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(link, await probe.Link(id));
        Assert.Equal(HttpStatusCode.Forbidden, (await probe.Download(link)).StatusCode);
    }

    [Fact]
    public async Task A_link_that_was_not_given_out_is_forbidden_and_an_unfinished_video_not_found()
    {
        await using SimulatorProbe probe = new();
        (string id, string link) = await probe.Finished();
        string running = await probe.SubmitOne();

        Assert.Equal(HttpStatusCode.Forbidden, (await probe.Download(link.Replace("expires=", "expires=9", StringComparison.Ordinal))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await probe.Download(link.Replace(id, running, StringComparison.Ordinal))).StatusCode);
    }

    [Fact]
    public async Task A_key_that_reaches_the_file_host_is_counted()
    {
        await using SimulatorProbe probe = new();
        (_, string link) = await probe.Finished();
        await probe.Download(link);
        Assert.Equal(0, probe.Server.Requests.KeyLeaks);

        using HttpClient http = new();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", probe.Server.ApiKey);
        await http.GetAsync(link);
        await probe.Download($"{link}&key={probe.Server.ApiKey}");

        Assert.Equal(2, probe.Server.Requests.KeyLeaks);
    }

    [Theory]
    [InlineData("16:9", "480p", 854, 480)]
    [InlineData("9:16", "480p", 480, 854)]
    [InlineData("1:1", "720p", 720, 720)]
    [InlineData("3:2", "720p", 1080, 720)]
    [InlineData("2:3", "480p", 480, 720)]
    public async Task The_film_has_the_shape_that_was_asked_for_and_is_a_whole_mp4(string ratio, string lines, int width, int height)
    {
        await using SimulatorProbe probe = new(new SimulatorOptions { VideoBytes = 100_000 });
        (string id, string link) = await probe.Finished(
            $$"""{"model":"grok-imagine-1.0-video-apimart","prompt":"x","size":"{{ratio}}","quality":"{{lines}}"}""");

        byte[] film = await (await probe.Download(link)).Content.ReadAsByteArrayAsync();

        Assert.Equal(["ftyp", "moov", "mdat", "free"], Boxes(film).Select(box => box.Type));
        int sample = film.AsSpan().IndexOf("avc1\0\0\0\0\0\0"u8);
        Assert.Equal(width, BinaryPrimitives.ReadUInt16BigEndian(film.AsSpan(sample + 28)));
        Assert.Equal(height, BinaryPrimitives.ReadUInt16BigEndian(film.AsSpan(sample + 30)));
        Assert.StartsWith(id, Encoding.ASCII.GetString(Boxes(film).Last().Content, 0, id.Length), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_tasks_have_two_files()
    {
        await using SimulatorProbe probe = new();
        string first = await probe.SubmitOne();
        string second = await probe.SubmitOne();

        Assert.NotEqual(probe.Server.ExpectedSha256(first), probe.Server.ExpectedSha256(second));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20_000)]
    [InlineData(3_000_000)]
    public async Task A_wanted_size_is_kept_unless_the_film_is_larger(long wanted)
    {
        await using SimulatorProbe probe = new(new SimulatorOptions { VideoBytes = wanted });
        (string id, string link) = await probe.Finished();

        byte[] film = await (await probe.Download(link)).Content.ReadAsByteArrayAsync();

        Assert.Equal(wanted == 0 ? film.Length : wanted, film.Length);
        Assert.Equal(film.Length, Boxes(film).Sum(box => box.Content.Length + 8));
        Assert.Equal(probe.Server.ExpectedSha256(id), Convert.ToHexString(SHA256.HashData(film)));
    }

    [Fact]
    public async Task A_file_beyond_4_GiB_states_its_length_in_the_long_form()
    {
        const long Huge = (5L << 30) + 1;
        await using SimulatorProbe probe = new(new SimulatorOptions { VideoBytes = Huge });
        (_, string link) = await probe.Finished();
        byte[] start = await (await probe.Download(link, "bytes=0-19999")).Content.ReadAsByteArrayAsync();
        int box = start.AsSpan().LastIndexOf("free"u8) - 4;

        Assert.Equal(1u, BinaryPrimitives.ReadUInt32BigEndian(start.AsSpan(box)));
        Assert.Equal(Huge - box, BinaryPrimitives.ReadInt64BigEndian(start.AsSpan(box + 8)));
        Assert.Equal(7, (await (await probe.Download(link, $"bytes={Huge - 7}-")).Content.ReadAsByteArrayAsync()).Length);
    }

    private static List<(string Type, byte[] Content)> Boxes(byte[] film)
    {
        List<(string, byte[])> boxes = [];
        for (int at = 0; at < film.Length;)
        {
            int size = BinaryPrimitives.ReadInt32BigEndian(film.AsSpan(at));
            boxes.Add((Encoding.ASCII.GetString(film, at + 4, 4), film[(at + 8)..(at + size)]));
            at += size;
        }

        return boxes;
    }
}
