using System.Security.Cryptography;

namespace Apimart.Video.Downloads;

/// <summary>Everything that is done for one video once its turn has come.</summary>
internal sealed class VideoJob
{
    private readonly SaverConnection _connection;
    private readonly SaveOptions _options;
    private readonly SaveTarget _target;
    private readonly TaskLinks _links;
    private readonly SaveErrors _errors;
    private readonly VideoSource _source;

    internal VideoJob(SaverConnection connection, SaveOptions options, FileHost host, TaskLinks links, SaveTarget target)
    {
        _connection = connection;
        _options = options;
        _target = target;
        _links = links;
        _errors = new SaveErrors(target.TaskId, target.Path);
        _source = new VideoSource(host, links, target.Index, _errors, connection.TimeProvider);
    }

    /// <exception cref="SaveException">The video could not be saved.</exception>
    internal async Task<SavedVideo> RunAsync(IProgress<SaveProgress>? progress, CancellationToken cancellationToken)
    {
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
        VideoDownload download = new(_connection, _options, _target, _source, part, _errors, report);
        string? sha256 = await download.RunAsync(cancellationToken).ConfigureAwait(false);
        return new SavedVideo(
            _target.Path, _links.Task, _target.Index, part.Length, sha256, Skipped: false, download.BytesFetched);
    }

    /// <exception cref="SaveException">Another file has the name.</exception>
    private async Task<SavedVideo?> FindAsync(CancellationToken cancellationToken)
    {
        FileInfo file = new(_target.Path);
        if (_options.Force || !file.Exists)
        {
            return null;
        }

        ExistingFile existing = new(_target, _options, _connection);
        return await existing.IsThisVideoAsync(_links.Task, _source, cancellationToken).ConfigureAwait(false)
            ? new SavedVideo(_target.Path, _links.Task, _target.Index, file.Length, Sha256: null, Skipped: true, BytesFetched: 0)
            : throw _errors.FileExists(_target.Path);
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
