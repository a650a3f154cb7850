using System.Security.Cryptography;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;

namespace Apimart.Video.Downloads;

/// <summary>Everything that is done for one video once its turn has come.</summary>
internal sealed class VideoJob
{
    private readonly SaverConnection _connection;
    private readonly SaveOptions _options;
    private readonly SaveTarget _target;
    private readonly TaskLinks _links;
    private readonly BufferPool _buffers;
    private readonly SaveErrors _errors;
    private readonly VideoSource _source;

    internal VideoJob(SaverConnection connection, SaveOptions options, FileHost host, BufferPool buffers, TaskLinks links, SaveTarget target)
    {
        _connection = connection;
        _options = options;
        _target = target;
        _links = links;
        _buffers = buffers;
        _errors = new SaveErrors(target.TaskId, target.Path, connection.Gate);
        _source = new VideoSource(host, links, target.Index, _errors, connection.TimeProvider);
    }

    /// <exception cref="SaveException">The video could not be saved.</exception>
    internal async Task<SavedVideo> RunAsync(IProgress<SaveProgress>? progress, CancellationToken cancellationToken)
    {
        if (_options.SkipSaved && _target.Saved is { } saved)
        {
            return Skip(_links.Task, saved);
        }

        if (_target.FormerPath is { } former && await KeepAsync(former, cancellationToken).ConfigureAwait(false) is { } kept)
        {
            return await WithMetadataAsync(kept, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await SaveAsync(progress, cancellationToken).ConfigureAwait(false);
        }
        catch (SaveException dead) when (dead.Fault is SaveFault.LinkExpired or SaveFault.NoVideo && _target.Saved is not null)
        {
            throw _errors.SavedBefore(_target.Saved, dead);
        }
    }

    /// <summary>A video that was saved before and is left alone, wherever it lies.</summary>
    internal static SavedVideo Skip(ApimartTask task, SavedFile saved) =>
        new(saved.Path, task, saved.Index, saved.Length, saved.Sha256, Skipped: true, BytesFetched: 0);

    /// <summary>Leaves a whole file under its earlier name, or gives it the new one where that is asked for and free.</summary>
    private async Task<SavedVideo?> KeepAsync(string former, CancellationToken cancellationToken)
    {
        if (!await IsThereAsync(new ExistingFile(_target with { Path = former }, _options, _connection), cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        string wanted = Path.ChangeExtension(_target.Path, Path.GetExtension(former));
        if (!_options.Rename)
        {
            return AlreadyAt(former) with { OtherPath = wanted };
        }

        PartFile.RequireFree(wanted, overwrite: false, _errors);
        Disk.Run(
            () =>
            {
                File.Move(former, wanted);
                VideoMetadata.Move(former, wanted, _target.TaskId);
            },
            _errors.FromDisk);
        return AlreadyAt(wanted) with { RenamedFrom = former };
    }

    private async Task<SavedVideo> SaveAsync(IProgress<SaveProgress>? progress, CancellationToken cancellationToken)
    {
        RequireNoFolder();
        RequireOwnMetadata();
        SavedVideo? there = await FindAsync(cancellationToken).ConfigureAwait(false);
        SavedVideo saved = there ?? await FetchAsync(progress, cancellationToken).ConfigureAwait(false);
        return await WithMetadataAsync(saved, cancellationToken).ConfigureAwait(false);
    }

    private async Task<SavedVideo> FetchAsync(IProgress<SaveProgress>? progress, CancellationToken cancellationToken)
    {
        Disk.Run(() => Directory.CreateDirectory(_options.Directory), _errors.PathNotWritable);
        using PartFile part = await PartFile
            .OpenAsync(_target.Path, _connection, _options.Metadata, _errors, cancellationToken)
            .ConfigureAwait(false);

        // Another process may have finished the file while this one waited for it.
        if (await FindAsync(cancellationToken).ConfigureAwait(false) is { } done)
        {
            part.Discard();
            return done;
        }

        ProgressReport report = new(_target, progress, _connection.TimeProvider);
        VideoDownload download = new(_connection, _options, _target, _source, part, _buffers, _errors, report);
        FinishedFile file = await download.RunAsync(cancellationToken).ConfigureAwait(false);
        return new SavedVideo(
            file.Path, _links.Task, _target.Index, part.Length, file.Sha256, Skipped: false, download.BytesFetched);
    }

    /// <exception cref="SaveException">Another file has the name.</exception>
    private async Task<SavedVideo?> FindAsync(CancellationToken cancellationToken)
    {
        if (_options.Force)
        {
            return null;
        }

        // A video of another kind has the same name with its own extension; a file that only looks like it is no obstacle.
        foreach (string path in _target.OtherPaths.Where(File.Exists))
        {
            ExistingFile other = new(_target with { Path = path }, _options, _connection);
            if (other.IsRecorded(_links.Task) && await IsThereAsync(other, cancellationToken).ConfigureAwait(false))
            {
                return AlreadyAt(path);
            }
        }

        if (!Disk.IsTaken(_target.Path))
        {
            return null;
        }

        return await IsThereAsync(new ExistingFile(_target, _options, _connection), cancellationToken).ConfigureAwait(false)
            ? AlreadyAt(_target.Path)
            : throw _errors.FileExists(_target.Path);
    }

    private Task<bool> IsThereAsync(ExistingFile file, CancellationToken cancellationToken) =>
        file.IsThisVideoAsync(_links.Task, _source, cancellationToken);

    private SavedVideo AlreadyAt(string path) =>
        new(path, _links.Task, _target.Index, new FileInfo(path).Length, Sha256: null, Skipped: true, BytesFetched: 0);

    /// <summary>Finds a folder in the file's place before a byte is fetched.</summary>
    private void RequireNoFolder()
    {
        if (Directory.Exists(_target.Path))
        {
            throw _errors.FolderInPlace(_target.Path);
        }
    }

    /// <summary>A JSON file of the same name may be the user's own.</summary>
    private void RequireOwnMetadata()
    {
        string path = VideoMetadata.PathFor(_target.Path);
        if (_options.Metadata && !_options.Force && File.Exists(path) && VideoMetadata.OwnerIn(path) != _target.TaskId)
        {
            throw _errors.FileExists(path);
        }
    }

    private async Task<SavedVideo> WithMetadataAsync(SavedVideo video, CancellationToken cancellationToken)
    {
        if (!_options.Metadata || (video.Skipped && File.Exists(VideoMetadata.PathFor(video.Path))))
        {
            return video;
        }

        SavedVideo hashed = video.Sha256 is null
            ? video with { Sha256 = await HashAsync(video.Path, cancellationToken).ConfigureAwait(false) }
            : video;
        Disk.Run(() => VideoMetadata.Write(hashed, _connection.TimeProvider.GetUtcNow()), _errors.FromDisk);
        return hashed;
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexString(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false)).ToLowerInvariant();
    }
}
