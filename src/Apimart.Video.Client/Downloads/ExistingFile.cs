using System.Net;
using Apimart.Video.Containers;
using Apimart.Video.Files;

namespace Apimart.Video.Downloads;

/// <summary>Finds the video that is to be saved among the files that are there already.</summary>
internal sealed class ExistingFile(SaveTarget target, SaveOptions options, SaverConnection connection, TaskLinks links, VideoSource source, SaveErrors errors)
{
    private const int TailLength = 4096;

    /// <summary>The file, where it is there and whole; null where it has to be fetched.</summary>
    /// <exception cref="SaveException">Another file has the name.</exception>
    internal async Task<SavedVideo?> FindAsync(CancellationToken cancellationToken)
    {
        if (options.Force)
        {
            return null;
        }

        // A video of another kind has the same name with its own extension; a file that only looks like it is no obstacle.
        foreach (string path in target.OtherPaths.Where(File.Exists))
        {
            if (IsRecorded(path) && await IsThisVideoAsync(path, cancellationToken).ConfigureAwait(false))
            {
                return AlreadyAt(path);
            }
        }

        if (!Disk.IsTaken(target.Path))
        {
            return null;
        }

        return await IsThisVideoAsync(target.Path, cancellationToken).ConfigureAwait(false)
            ? AlreadyAt(target.Path)
            : throw errors.FileExists(target.Path);
    }

    /// <summary>Leaves a whole file under its earlier name, or gives it the new one where that is asked for and free.</summary>
    internal async Task<SavedVideo?> KeepAsync(string former, CancellationToken cancellationToken)
    {
        if (!await IsThisVideoAsync(former, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        string wanted = Path.ChangeExtension(target.Path, Path.GetExtension(former));
        if (!options.Rename)
        {
            return AlreadyAt(former) with { OtherPath = wanted };
        }

        PartFile.RequireFree(wanted, overwrite: false, errors);
        Disk.Run(
            () =>
            {
                Disk.Move(former, wanted, overwrite: false);
                VideoMetadata.Move(former, wanted, target.TaskId);
            },
            errors.FromDisk);
        return AlreadyAt(wanted) with { RenamedFrom = former };
    }

    private SavedVideo AlreadyAt(string path) =>
        new(path, links.Task, target.Index, new FileInfo(path).Length, Sha256: null, Skipped: true, BytesFetched: 0);

    /// <summary>Whether the records, or failing them the host, say that the file is this video, whole.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    private async Task<bool> IsThisVideoAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            // The process that has just given the file its name may still hold it.
            using FileStream? file = await Disk
                .OpenWhenFreeAsync(
                    () => Disk.OpenShared(path),
                    connection.TimeProvider,
                    cancellationToken)
                .ConfigureAwait(false);
            return file is not null
                && Container.Inspect(file).IsWhole
                && (IsRecorded(path) || await HasSameTailAsync(file, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception unreadable) when (Disk.Failed(unreadable))
        {
            return false;
        }
    }

    private bool IsRecorded(string path) =>
        links.Task.SavedFiles.Any(saved => Disk.IsSamePath(saved, path)) || options.FindOwner(path) == target.TaskId;

    /// <summary>Compares the length and the last bytes with the host's: one small request.</summary>
    private async Task<bool> HasSameTailAsync(FileStream file, CancellationToken cancellationToken)
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
