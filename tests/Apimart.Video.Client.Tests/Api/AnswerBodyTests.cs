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
        HangingStream stream = new(Encoding.UTF8.GetBytes(text));
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
    public async Task Where_as_much_came_as_was_announced_the_end_is_not_timed()
    {
        HangingStream stream = new(Encoding.UTF8.GetBytes(Json));
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

    /// <summary>Gives its bytes, and then neither more nor an end.</summary>
    private sealed class HangingStream(byte[] bytes) : Stream
    {
        private bool _given = bytes.Length == 0;

        internal TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!_given)
            {
                _given = true;
                bytes.CopyTo(buffer);
                return bytes.Length;
            }

            Hanging.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }
    }
}
