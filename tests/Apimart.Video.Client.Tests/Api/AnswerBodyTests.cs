using System.IO.Compression;
using System.Text;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;

namespace Apimart.Video.Client.Tests.Api;

/// <summary>How much of an answer is read, for how long, and what its bytes are.</summary>
public sealed class AnswerBodyTests
{
    private const int Largest = 32 * 1024 * 1024;
    private const string Json = """{"task_id":"task_A"}""";

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(Largest, true)]
    [InlineData(Largest + 1, false)]
    public async Task An_answer_without_end_is_given_up_at_32_MiB(int length, bool isWhole)
    {
        AnswerBody body = await ReadAsync(new ByteArrayContent(new byte[length]));

        Assert.Equal((length, isWhole), (body.Bytes.Length, body.Broken is null));
        Assert.Contains(isWhole ? string.Empty : "33554432 bytes", body.Broken?.Message ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_unpacks_without_end_is_given_up_as_well()
    {
        AnswerBody body = await ReadAsync(Packed(new byte[4 * Largest], "gzip", packed => new GZipStream(packed, CompressionLevel.Fastest)));

        Assert.InRange(body.Bytes.Length, Largest, 2 * Largest);
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("X-GZip", "gzip")]
    [InlineData("identity, gzip", "gzip")]
    [InlineData("deflate", "deflate")]
    [InlineData("BR", "br")]
    public async Task An_answer_that_is_packed_is_unpacked_by_the_coding_that_came_last(string header, string coding)
    {
        AnswerBody body = await ReadAsync(Packed(Encoding.UTF8.GetBytes(Json), header, packed => coding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest),
            _ => new BrotliStream(packed, CompressionLevel.Fastest),
        }));

        Assert.Equal((Json, null), (body.ToText(), body.Broken));
    }

    public static TheoryData<string, byte[]> Encodings => new()
    {
        { "none", [] },
        { "utf-8", Encoding.UTF8.GetPreamble() },
        { "utf-16", Encoding.Unicode.GetPreamble() },
        { "utf-16BE", Encoding.BigEndianUnicode.GetPreamble() },
        { "utf-32", Encoding.UTF32.GetPreamble() },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_mark_at_the_head_tells_the_encoding_and_is_no_part_of_the_text(string name, byte[] mark)
    {
        Encoding encoding = name == "none" ? Encoding.UTF8 : Encoding.GetEncoding(name);

        Assert.Equal("{\"é\":1}", new AnswerBody((byte[])[.. mark, .. encoding.GetBytes("{\"é\":1}")], null).ToText());
    }

    /// <summary>A server may count its bytes wrongly, and one that is slow may not be cut off.</summary>
    [Theory]
    [InlineData(Json, null, true)]
    [InlineData("[1]", null, true)]
    [InlineData(Json, 100L, true)]
    [InlineData("", null, false)]
    [InlineData("""{"data":{"id":1}""", null, false)]
    [InlineData("""{"data":[1]""", 100L, false)]
    [InlineData("{\"data\":{}", 100L, false)]
    [InlineData("<html>", null, false)]
    public async Task More_is_waited_for_two_seconds_only_once_all_of_the_JSON_is_there(string text, long? announced, bool isLimited)
    {
        HangingStream stream = new(text);
        StreamContent content = new(stream);
        content.Headers.ContentLength = announced;
        using CancellationTokenSource stop = new();

        Task<AnswerBody> reading = AnswerBody.ReadAsync(content, _time, stop.Token);
        await stream.Hanging.Task;
        Assert.Equal(isLimited ? ManualTime.Start.AddSeconds(2) : null, _time.NextDue);
        if (isLimited)
        {
            _time.Advance(TimeSpan.FromSeconds(2));
        }
        else
        {
            await stop.CancelAsync();
        }

        AnswerBody body = await reading;
        Assert.Equal(text, body.ToText());
        Assert.IsAssignableFrom<OperationCanceledException>(body.Broken);
    }

    [Fact]
    public async Task What_comes_behind_all_of_the_JSON_within_that_time_is_read_too()
    {
        AnswerBody body = await ReadAsync(new StreamContent(new PartsStream(Json, "\n<!-- ", "cache -->")));

        Assert.Equal((Json + "\n<!-- cache -->", null), (body.ToText(), body.Broken));
    }

    public static TheoryData<Exception, bool> Ends => new()
    {
        { new HttpRequestException("reset"), true },
        { new IOException("reset"), true },
        { new System.Net.Sockets.SocketException(104), true },
        { new OperationCanceledException(), true },
        { new InvalidOperationException("odd"), false },
    };

    /// <summary>What came may hold the id of a paid video.</summary>
    [Theory]
    [MemberData(nameof(Ends), DisableDiscoveryEnumeration = true)]
    public async Task What_came_before_the_network_failed_is_kept(Exception end, bool isKept)
    {
        StreamContent content = new(new PartsStream("""{"task_id":"task_A",""") { End = end });

        if (isKept)
        {
            AnswerBody body = await ReadAsync(content);
            Assert.Equal("""{"task_id":"task_A",""", body.ToText());
            Assert.Same(end, body.Broken);
        }
        else
        {
            Assert.Same(end, await Assert.ThrowsAsync<InvalidOperationException>(() => ReadAsync(content)));
        }
    }

    [Fact]
    public async Task Where_as_much_came_as_was_announced_the_end_is_not_timed()
    {
        HangingStream stream = new(Json);
        StreamContent content = new(stream);
        content.Headers.ContentLength = Json.Length;
        using CancellationTokenSource stop = new();

        Task<AnswerBody> reading = AnswerBody.ReadAsync(content, _time, stop.Token);
        await stream.Hanging.Task;
        Assert.Null(_time.NextDue);
        await stop.CancelAsync();

        Assert.Equal(Json, (await reading).ToText());
    }

    private Task<AnswerBody> ReadAsync(HttpContent content) => AnswerBody.ReadAsync(content, _time, TestContext.Current.CancellationToken);

    private static ByteArrayContent Packed(byte[] bytes, string header, Func<Stream, Stream> pack)
    {
        MemoryStream packed = new();
        using (Stream packing = pack(packed))
        {
            packing.Write(bytes);
        }

        ByteArrayContent content = new(packed.ToArray());
        foreach (string coding in header.Split(", "))
        {
            content.Headers.ContentEncoding.Add(coding);
        }

        return content;
    }

    /// <summary>Gives its parts one by one, and then its end.</summary>
    private class PartsStream(params string[] parts) : Stream
    {
        private int _next;

        internal Exception? End { get; init; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _next == parts.Length
            ? EndAsync(cancellationToken)
            : ValueTask.FromResult(Encoding.UTF8.GetBytes(parts[_next++], buffer.Span));

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        private protected virtual ValueTask<int> EndAsync(CancellationToken cancellationToken) =>
            End is null ? ValueTask.FromResult(0) : ValueTask.FromException<int>(End);
    }

    /// <summary>Gives its text, and then neither more nor an end.</summary>
    private sealed class HangingStream(string text) : PartsStream(text.Length == 0 ? [] : [text])
    {
        internal TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        private protected override async ValueTask<int> EndAsync(CancellationToken cancellationToken)
        {
            Hanging.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
