using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Polly;
using Polly.Retry;

namespace Apimart.Video.Downloads;

/// <summary>Brings one video to its part file, however many requests it takes, and gives it its name.</summary>
internal sealed class VideoDownload
{
    private const int BufferLength = 1024 * 1024;
    private const int MostFruitless = 5;
    private const int QuoteLength = 60;
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(30);

    private readonly SaverConnection _connection;
    private readonly SaveOptions _options;
    private readonly SaveTarget _target;
    private readonly VideoSource _source;
    private readonly PartFile _part;
    private readonly SaveErrors _errors;
    private readonly ProgressReport _report;

    private int _fruitless;
    private long _furthest;
    private bool _wholeOnly;

    internal VideoDownload(
        SaverConnection connection,
        SaveOptions options,
        SaveTarget target,
        VideoSource source,
        PartFile part,
        SaveErrors errors,
        ProgressReport report)
    {
        _connection = connection;
        _options = options;
        _target = target;
        _source = source;
        _part = part;
        _errors = errors;
        _report = report;
        _furthest = part.Length;
    }

    /// <summary>The bytes of bodies that were read, those of broken and repeated answers included.</summary>
    internal long BytesFetched { get; private set; }

    /// <returns>The SHA-256 where it was asked for.</returns>
    /// <exception cref="SaveException">The video could not be saved; what came stays for the next run where it is of use.</exception>
    internal async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        if (!IsAllHere)
        {
            await CreatePipeline()
                .ExecuteAsync(async token => await AttemptAsync(token).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false);
        }

        return _part.Finish(_options.Force);
    }

    private bool IsAllHere => OwnNote is { Length: { } length } && _part.Length == length;

    private PartNote? OwnNote => _part.Note is { } note && note.IsOf(_target.TaskId, _target.Index) ? note : null;

    private ByteRange? Missing =>
        !_wholeOnly && OwnNote is { HasValidator: true } note && _part.Length > 0 && !(_part.Length > note.Length)
            ? ByteRange.RestOf(note, _part.Length)
            : null;

    private ResiliencePipeline CreatePipeline() =>
        new ResiliencePipelineBuilder { TimeProvider = _connection.TimeProvider }
            .AddRetry(new RetryStrategyOptions
            {
                // What counts is how often nothing came: a long file over a bad line may need many requests.
                ShouldHandle = outcome => ValueTask.FromResult(
                    outcome.Outcome.Exception is SaveException { IsPassing: true } && ++_fruitless < MostFruitless),
                MaxRetryAttempts = int.MaxValue,
                DelayGenerator = outcome => ValueTask.FromResult<TimeSpan?>(DelayAfter(outcome.Outcome.Exception)),
            })
            .Build();

    private TimeSpan DelayAfter(Exception? fault)
    {
        TimeSpan step = s_firstDelay * Math.Pow(2, _fruitless - 1) * (0.75 + (Random.Shared.NextDouble() / 2));
        TimeSpan wait = (fault as SaveException)?.RetryAfter ?? step;
        return wait < s_longestDelay ? wait : s_longestDelay;
    }

    private async Task AttemptAsync(CancellationToken cancellationToken)
    {
        using IdleWatch watch = new(_connection.IdleTimeout, _connection.TimeProvider, cancellationToken);
        try
        {
            while (!await TryReceiveAsync(watch, cancellationToken).ConfigureAwait(false))
            {
                _wholeOnly = true;
            }
        }
        catch (OperationCanceledException) when (watch.IsSilent && !cancellationToken.IsCancellationRequested)
        {
            throw _errors.Silent(_connection.IdleTimeout);
        }
    }

    /// <returns>False where the host's answer to a range is of no use and the whole file must be asked for.</returns>
    private async Task<bool> TryReceiveAsync(IdleWatch watch, CancellationToken cancellationToken)
    {
        ByteRange? range = Missing;
        using HttpResponseMessage response = await _source.GetAsync(range, watch, cancellationToken).ConfigureAwait(false);
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                await ReceiveAllAsync(response, watch).ConfigureAwait(false);
                return true;
            case HttpStatusCode.PartialContent when range is not null:
                if (!Continues(response, range))
                {
                    return false;
                }

                await ReceiveRestAsync(response, watch).ConfigureAwait(false);
                return true;
            case HttpStatusCode.RequestedRangeNotSatisfiable when range is not null:
                return response.Content.Headers.ContentRange?.Length == _part.Length;
            default:
                throw _errors.Refused(response.StatusCode);
        }
    }

    /// <summary>Whether a 206 is just what is missing, of the same file.</summary>
    private bool Continues(HttpResponseMessage response, ByteRange range)
    {
        PartNote note = OwnNote!;
        return response.Content.Headers.ContentRange is { Unit: "bytes" } content
            && content.From == range.From
            && (content.Length is null || content.To == content.Length - 1)
            && (note.Length is null || content.Length is null || content.Length == note.Length)
            && (note.ETag is null || StrongTag(response) is null || StrongTag(response) == note.ETag);
    }

    private async Task ReceiveRestAsync(HttpResponseMessage response, IdleWatch watch)
    {
        PartNote note = OwnNote!;
        long? length = note.Length ?? response.Content.Headers.ContentRange?.Length;
        RequireAllowed(length ?? _part.Length);
        _part.Continue();
        if (note.Url != _source.Link || note.Length != length)
        {
            _part.Renote(note with { Url = _source.Link, Length = length });
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            using Stream body = await OpenBodyAsync(response, watch).ConfigureAwait(false);
            await PumpAsync(body, buffer, 0, length, watch).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task ReceiveAllAsync(HttpResponseMessage response, IdleWatch watch)
    {
        long? length = response.Content.Headers.ContentLength;
        RequireAllowed(length ?? 0);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            using Stream body = await OpenBodyAsync(response, watch).ConfigureAwait(false);
            int read = await ReadStartAsync(body, buffer, length, watch).ConfigureAwait(false);
            RequireVideo(response, buffer.AsSpan(0, read));
            _part.Restart(NoteOf(response, length));
            await PumpAsync(body, buffer, read, length, watch).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<int> ReadStartAsync(Stream body, byte[] buffer, long? length, IdleWatch watch)
    {
        int filled = 0;
        int read;
        do
        {
            read = await ReadAsync(body, buffer.AsMemory(filled), filled, length, watch).ConfigureAwait(false);
            filled += read;
        }
        while (read > 0 && filled < Mp4Signature.Length);

        return filled;
    }

    /// <summary>Writes what is in the buffer, then all that follows.</summary>
    private async Task PumpAsync(Stream body, byte[] buffer, int filled, long? length, IdleWatch watch)
    {
        do
        {
            _part.Append(buffer.AsSpan(0, filled));
            NoteAdvance(length);
            filled = await ReadAsync(body, buffer, _part.Length, length, watch).ConfigureAwait(false);
        }
        while (filled > 0);

        if (length is { } expected && _part.Length != expected)
        {
            throw _errors.EndedEarly(_part.Length, expected, cause: null);
        }
    }

    private void NoteAdvance(long? length)
    {
        RequireAllowed(_part.Length);
        if (_part.Length > _furthest)
        {
            _furthest = _part.Length;
            _fruitless = 0;
        }

        _report.Advance(_part.Length, length);
    }

    private async ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, long received, long? length, IdleWatch watch)
    {
        watch.Touch();
        try
        {
            int read = await body.ReadAsync(buffer, watch.Token).ConfigureAwait(false);
            BytesFetched += read;
            return read;
        }
        catch (HttpIOException ended) when (ended.HttpRequestError == HttpRequestError.ResponseEnded)
        {
            throw _errors.EndedEarly(received, length, ended);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            throw _errors.Network(broken);
        }
    }

    private static async Task<Stream> OpenBodyAsync(HttpResponseMessage response, IdleWatch watch) =>
        await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);

    private void RequireAllowed(long length)
    {
        if (length > _options.MaxSize)
        {
            _part.Discard();
            throw _errors.TooLarge(length, _options.MaxSize);
        }
    }

    private void RequireVideo(HttpResponseMessage response, ReadOnlySpan<byte> start)
    {
        string? type = response.Content.Headers.ContentType?.MediaType;
        if (!Mp4Signature.IsAtStartOf(start) || IsPage(type))
        {
            string text = Encoding.UTF8.GetString(start[..Math.Min(start.Length, QuoteLength)]);
            throw _errors.NotAVideo(type, new string(text.Select(c => char.IsControl(c) ? ' ' : c).ToArray()).Trim());
        }
    }

    /// <summary>Types that say outright that no video follows; other wrong types are common and harmless.</summary>
    private static bool IsPage(string? type) =>
        type is not null
        && (type.EndsWith("html", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("json", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("xml", StringComparison.OrdinalIgnoreCase));

    private PartNote NoteOf(HttpResponseMessage response, long? length) => new()
    {
        TaskId = _target.TaskId,
        Index = _target.Index,
        Url = _source.Link,
        ETag = StrongTag(response),
        LastModified = StrongTime(response),
        Length = length,
    };

    private static string? StrongTag(HttpResponseMessage response) =>
        response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : null;

    /// <summary>A time of modification counts if the file cannot have changed twice within it (RFC 9110, 8.8.2.2).</summary>
    private DateTimeOffset? StrongTime(HttpResponseMessage response)
    {
        DateTimeOffset now = response.Headers.Date ?? _connection.TimeProvider.GetUtcNow();
        return response.Content.Headers.LastModified is { } time && now - time >= TimeSpan.FromSeconds(1) ? time : null;
    }
}
