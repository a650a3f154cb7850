using System.Net;
using Apimart.Video.Api;
using Apimart.Video.Containers;

namespace Apimart.Video.Downloads;

/// <summary>Brings one video to its part file, however many requests it takes, and gives it its name.</summary>
internal sealed class VideoDownload
{
    private readonly SaverConnection _connection;
    private readonly SaveOptions _options;
    private readonly SaveTarget _target;
    private readonly VideoSource _source;
    private readonly PartFile _part;
    private readonly BufferPool _buffers;
    private readonly SaveErrors _errors;
    private readonly ProgressReport _report;
    private readonly RetryPlan _plan;

    private bool _wholeOnly;

    internal VideoDownload(
        SaverConnection connection,
        SaveOptions options,
        SaveTarget target,
        VideoSource source,
        PartFile part,
        BufferPool buffers,
        SaveErrors errors,
        ProgressReport report)
    {
        _connection = connection;
        _options = options;
        _target = target;
        _source = source;
        _part = part;
        _buffers = buffers;
        _errors = errors;
        _report = report;
        _plan = new RetryPlan(connection.TimeProvider, part.Length);
    }

    /// <summary>The bytes of bodies that were read, those of broken and repeated answers included.</summary>
    internal long BytesFetched { get; private set; }

    private PartNote? OwnNote =>
        _part.Note is { IsRejected: false } note && note.IsOf(_target.TaskId, _target.Index) ? note : null;

    private bool IsAllHere => OwnNote is { Length: { } length } && _part.Length == length;

    /// <summary>The rest to ask for, or null where the whole file is needed.</summary>
    private ByteRange? Missing =>
        !_wholeOnly && OwnNote is { HasValidator: true } note && _part.Length > 0 && !(_part.Length > note.Length)
            ? ByteRange.RestOf(note, _part.Length)
            : null;

    /// <exception cref="SaveException">The video could not be saved; what came stays for the next run where it is of use.</exception>
    internal async Task<FinishedFile> RunAsync(CancellationToken cancellationToken)
    {
        if (!IsAllHere)
        {
            await _plan.RunAsync(AttemptAsync, cancellationToken).ConfigureAwait(false);
        }

        return _part.Finish(_target, _options.Force);
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
                if (!response.Continues(OwnNote!, range.From, _source.Link))
                {
                    return false;
                }

                await ReceiveAsync(response, watch, range.From).ConfigureAwait(false);
                return true;
            case HttpStatusCode.RequestedRangeNotSatisfiable when range is not null:
                return response.SaysAllIsHere(OwnNote!, _part.Length);
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
            BytesFetched += body.Received;
            _buffers.Return(buffer);
        }
    }

    private int Continue(HttpResponseMessage response)
    {
        PartNote note = OwnNote!;
        _part.Continue(note with
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

        if (response.RequireVideo(buffer.AsSpan(0, filled), _errors) is { } format)
        {
            PartFile.RequireFree(_target.PathAs(format), _options.Force, _errors);
        }

        _part.Restart(response.NoteFor(_target, _source.Link, _connection.TimeProvider));
        return filled;
    }

    /// <summary>Writes what is in the buffer, then all that follows.</summary>
    private async Task PumpAsync(BodyReader body, byte[] buffer, int filled)
    {
        long? length = OwnNote!.Length;
        RequireAllowed(length ?? 0);
        do
        {
            _part.Append(buffer.AsSpan(0, filled));
            RequireAllowed(_part.Length);
            _plan.Reach(_part.Length);
            _report.Advance(_part.Length, length);
            filled = await body.ReadAsync(buffer).ConfigureAwait(false);
        }
        while (filled > 0);

        if (length is { } expected && _part.Length != expected)
        {
            throw _errors.EndedEarly(_part.Length, expected, cause: null);
        }
    }

    private void RequireAllowed(long length)
    {
        if (length > _options.MaxSize)
        {
            _part.Discard();
            throw _errors.TooLarge(length, _options.MaxSize);
        }
    }
}
