using System.Net;
using Apimart.Video.Containers;
using Apimart.Video.Tasks;

namespace Apimart.Video.Downloads;

/// <summary>Finds out whether a file that is there already is the video that is to be saved.</summary>
internal sealed class ExistingFile(SaveTarget target, SaveOptions options, SaverConnection connection)
{
    private const int TailLength = 4096;

    /// <summary>Whether the records, or failing them the host, say that the file is this video, whole.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    internal async Task<bool> IsThisVideoAsync(ApimartTask task, VideoSource source, CancellationToken cancellationToken)
    {
        try
        {
            // The process that has just given the file its name may still hold it.
            using FileStream? file = await Disk
                .OpenWhenFreeAsync(OpenForReading, connection.TimeProvider, cancellationToken)
                .ConfigureAwait(false);
            return file is not null
                && Container.Inspect(file).IsWhole
                && (IsRecorded(task) || await HasSameTailAsync(file, source, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception unreadable) when (Disk.Failed(unreadable))
        {
            return false;
        }
    }

    private FileStream OpenForReading() =>
        new(target.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    internal bool IsRecorded(ApimartTask task) =>
        task.SavedFiles.Any(path => Disk.IsSamePath(path, target.Path))
        || options.FindOwner(target.Path) == target.TaskId;

    /// <summary>Compares the length and the last bytes with the host's: one small request.</summary>
    private async Task<bool> HasSameTailAsync(FileStream file, VideoSource source, CancellationToken cancellationToken)
    {
        using IdleWatch watch = new(connection.IdleTimeout, connection.TimeProvider, cancellationToken);
        try
        {
            long from = Math.Max(0, file.Length - TailLength);
            using HttpResponseMessage response = await source
                .GetAsync(new ByteRange(from, file.Length - 1), watch, cancellationToken)
                .ConfigureAwait(false);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => response.Content.Headers.ContentLength == file.Length,
                HttpStatusCode.PartialContent => response.Content.Headers.ContentRange is { } range
                    && range.Length == file.Length
                    && range.From == from
                    && await IsTailAsync(file, from, response, watch).ConfigureAwait(false),
                _ => false,
            };
        }
        catch (Exception unknown) when (unknown is SaveException or HttpRequestException
            || (unknown is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private static async Task<bool> IsTailAsync(FileStream file, long from, HttpResponseMessage response, IdleWatch watch)
    {
        byte[] here = new byte[file.Length - from];
        file.Position = from;
        file.ReadExactly(here);
        byte[] there = new byte[here.Length];
        using Stream body = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
        int read = await body.ReadAtLeastAsync(there, there.Length, throwOnEndOfStream: false, watch.Token).ConfigureAwait(false);
        return read == here.Length && here.AsSpan().SequenceEqual(there);
    }
}
