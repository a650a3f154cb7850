using System.Net;
using System.Text;
using Apimart.Video.Api;
using Apimart.Video.Containers;
using Apimart.Video.Files;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;

namespace Apimart.Video.Downloads;

/// <summary>
/// Everything that is done for one video once its turn has come: it is found where it is there already, or brought to its part file, however
/// many requests that takes, and given its name.
/// </summary>
internal sealed class VideoDownload
{
    /// <summary>More than is shown: a secret is found only where all of it is here.</summary>
    private const int QuoteLength = 4096;

    private readonly SaverConnection _connection;
    private readonly SaveOptions _options;
    private readonly SaveTarget _target;
    private readonly TaskLinks _links;
    private readonly BufferPool _buffers;
    private readonly SaveErrors _errors;
    private readonly VideoSource _source;
    private readonly ExistingFile _existing;
    private readonly ProgressReport _report;
    private PartFile? _part;
    private RetryPlan? _plan;
    private long _bytesFetched;
    private bool _wholeOnly;

    internal VideoDownload(
        SaverConnection connection,
        SaveOptions options,
        FileHost host,
        BufferPool buffers,
        TaskLinks links,
        SaveTarget target,
        IProgress<SaveProgress>? progress)
    {
        _connection = connection;
        _options = options;
        _target = target;
        _links = links;
        _buffers = buffers;
        _errors = new SaveErrors(target.TaskId, target.Path, connection.Gate);
        _source = new VideoSource(host, links, target.Index, _errors, connection.TimeProvider);
        _existing = new ExistingFile(target, options, connection, links, _source, _errors);
        _report = new ProgressReport(target, progress, connection.TimeProvider);
    }

    private PartFile Part => _part!;

    private PartNote? OwnNote =>
        Part.Note is { IsRejected: false } note && note.IsOf(_target.TaskId, _target.Index) ? note : null;

    private bool IsAllHere => OwnNote is { Length: { } length } && Part.Length == length;

    /// <summary>The rest to ask for, or null where the whole file is needed.</summary>
    private ByteRange? Missing =>
        !_wholeOnly && OwnNote is { HasValidator: true } note && Part.Length > 0 && !(Part.Length > note.Length)
            ? ByteRange.RestOf(note, Part.Length)
            : null;

    /// <exception cref="SaveException">The video could not be saved; what came stays for the next run where it is of use.</exception>
    internal async Task<SavedVideo> RunAsync(CancellationToken cancellationToken)
    {
        if (_options.SkipSaved && _target.Saved is { } saved)
        {
            return Skip(_links.Task, saved);
        }

        SavedVideo? kept = _target.FormerPath is { } former ? await _existing.KeepAsync(former, cancellationToken).ConfigureAwait(false) : null;
        try
        {
            return await VideoMetadata
                .AddAsync(kept ?? await SaveAsync(cancellationToken).ConfigureAwait(false), _options, _connection.TimeProvider, _errors, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (SaveException dead) when (dead.Fault is SaveFault.LinkExpired or SaveFault.NoVideo && _target.Saved is not null)
        {
            throw _errors.SavedBefore(_target.Saved, dead);
        }
    }

    /// <summary>A video that was saved before and is left alone, wherever it lies.</summary>
    internal static SavedVideo Skip(ApimartTask task, SavedFile saved) =>
        new(saved.Path, task, saved.Index, saved.Length, saved.Sha256, Skipped: true, BytesFetched: 0);

    private async Task<SavedVideo> SaveAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(_target.Path))
        {
            throw _errors.FolderInPlace(_target.Path);
        }

        VideoMetadata.RequireOwn(_target, _options, _errors);
        return await _existing.FindAsync(cancellationToken).ConfigureAwait(false) ?? await FetchAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<SavedVideo> FetchAsync(CancellationToken cancellationToken)
    {
        Disk.Run(() => Directory.CreateDirectory(_options.Directory), _errors.PathNotWritable);
        using PartFile part = _part = await PartFile
            .OpenAsync(_target.Path, _connection, _options.Metadata, _errors, cancellationToken)
            .ConfigureAwait(false);

        // Another process may have finished the file while this one waited for it.
        if (await _existing.FindAsync(cancellationToken).ConfigureAwait(false) is { } done)
        {
            part.Discard();
            return done;
        }

        if (!IsAllHere)
        {
            _plan = new RetryPlan(_connection.TimeProvider, part.Length);
            await _plan.RunAsync(AttemptAsync, cancellationToken).ConfigureAwait(false);
        }

        FinishedFile file = part.Finish(_target, _options.Force);
        return new SavedVideo(file.Path, _links.Task, _target.Index, part.Length, file.Sha256, Skipped: false, _bytesFetched);
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
                await ReceiveAsync(response, watch, from: 0).ConfigureAwait(false);
                return true;
            case HttpStatusCode.PartialContent when range is not null:
                if (!OwnNote!.IsContinuedBy(response, range.From, _source.Link))
                {
                    return false;
                }

                await ReceiveAsync(response, watch, range.From).ConfigureAwait(false);
                return true;
            case HttpStatusCode.RequestedRangeNotSatisfiable when range is not null:
                return OwnNote!.IsWholeBy(response, Part.Length);
            default:
                throw _errors.Refused(response.StatusCode);
        }
    }

    private async Task ReceiveAsync(HttpResponseMessage response, IdleWatch watch, long from)
    {
        byte[] buffer = _buffers.Rent();
        using BodyReader body = new(response, watch, _errors, from);
        try
        {
            int filled = from > 0 ? Continue(response) : await StartAsync(response, body, buffer).ConfigureAwait(false);
            await PumpAsync(body, buffer, filled).ConfigureAwait(false);
        }
        finally
        {
            _bytesFetched += body.Received;
            _buffers.Return(buffer);
        }
    }

    private int Continue(HttpResponseMessage response)
    {
        PartNote note = OwnNote!;
        Part.Continue(note with
        {
            Url = _source.Link,
            Length = note.Length ?? response.Content.Headers.ContentRange?.Length,
        });
        return 0;
    }

    /// <summary>Looks at the first bytes before anything that was here is thrown away.</summary>
    private async Task<int> StartAsync(HttpResponseMessage response, BodyReader body, byte[] buffer)
    {
        RequireAllowed(response.Content.Headers.ContentLength ?? 0);
        int filled = await body.ReadAtLeastAsync(buffer, VideoFormats.StartLength).ConfigureAwait(false);
        if (filled == 0 && _source.IsYoung)
        {
            throw _errors.NotReady(response.StatusCode, RetryAfter.Read(response, _connection.TimeProvider));
        }

        if (RequireVideo(response, buffer.AsSpan(0, filled)) is { } format)
        {
            PartFile.RequireFree(_target.PathAs(format), _options.Force, _errors);
        }

        Part.Restart(PartNote.Of(response, _target, _source.Link, _connection.TimeProvider));
        return filled;
    }

    /// <returns>The kind of video that begins here, or null where it shows only later.</returns>
    /// <exception cref="SaveException">The type or the first bytes are not those of a video.</exception>
    private VideoFormat? RequireVideo(HttpResponseMessage response, ReadOnlySpan<byte> start)
    {
        string? type = response.Content.Headers.ContentType?.MediaType;
        if (!VideoFormats.MayBeVideo(start, out VideoFormat? format) || IsPage(type))
        {
            throw _errors.NotAVideo(type, Encoding.UTF8.GetString(start[..Math.Min(start.Length, QuoteLength)]));
        }

        return format;
    }

    /// <summary>Types that say outright that no video follows; other wrong types are common and harmless.</summary>
    private static bool IsPage(string? type) =>
        type is not null
        && (type.EndsWith("html", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("json", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("xml", StringComparison.OrdinalIgnoreCase));

    /// <summary>Writes what is in the buffer, then all that follows.</summary>
    private async Task PumpAsync(BodyReader body, byte[] buffer, int filled)
    {
        long? length = OwnNote!.Length;
        RequireAllowed(length ?? 0);
        do
        {
            Part.Append(buffer.AsSpan(0, filled));
            RequireAllowed(Part.Length);
            _plan!.Reach(Part.Length);
            _report.Advance(Part.Length, length);
            filled = await body.ReadAsync(buffer).ConfigureAwait(false);
        }
        while (filled > 0);

        if (length is { } expected && Part.Length != expected)
        {
            throw _errors.EndedEarly(Part.Length, expected, cause: null);
        }
    }

    private void RequireAllowed(long length)
    {
        if (length > _options.MaxSize)
        {
            Part.Discard();
            throw _errors.TooLarge(length, _options.MaxSize);
        }
    }
}
