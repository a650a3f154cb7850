using System.Collections.Immutable;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;

namespace Apimart.Video.Downloads;

/// <summary>Saves the videos of a batch of tasks in one folder. Safe to use from several threads at once.</summary>
public sealed class VideoSaver : IDisposable
{
    private static readonly TimeSpan s_linkLife = TimeSpan.FromHours(24);

    private readonly SaverConnection _connection;
    private readonly Func<string, CancellationToken, Task<ApimartTask>> _refresh;
    private readonly SaveOptions _options;
    private readonly FileHost _host;
    private readonly BufferPool _buffers = new();
    private readonly BatchNames _names;
    private readonly UrgencyGate _gate;
    private readonly object _lock = new();
    private readonly Dictionary<string, Task<IReadOnlyList<SavedVideo>>> _batch = new(StringComparer.Ordinal);

    /// <summary>Creates a saver; nothing is read or written yet.</summary>
    /// <param name="connection">How file hosts are reached.</param>
    /// <param name="refresh">Reads a task again for fresh links: <see cref="ApimartClient.GetTaskAsync"/>.</param>
    /// <param name="options">Where and under which names the files are saved.</param>
    /// <exception cref="SaveException">The template of the file names is wrong.</exception>
    /// <exception cref="ArgumentException">The folder is not an absolute path.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="SaveOptions.MaxConcurrency"/> is below 1.</exception>
    public VideoSaver(
        SaverConnection connection,
        Func<string, CancellationToken, Task<ApimartTask>> refresh,
        SaveOptions options)
    {
        if (!Path.IsPathFullyQualified(options.Directory))
        {
            throw new ArgumentException($"The folder '{options.Directory}' is not an absolute path.", nameof(options));
        }

        _connection = connection;
        _refresh = refresh;
        _options = options;
        _names = new BatchNames(options, connection.TimeProvider);
        _gate = new UrgencyGate(options.MaxConcurrency);
        _host = new FileHost(connection);
    }

    /// <summary>The paths under which a task's videos will be saved; nothing is fetched or written.</summary>
    /// <exception cref="SaveException">The template names something that the task does not have.</exception>
    public IReadOnlyList<string> PlanNames(ApimartTask task) =>
        Enumerable.Range(0, Math.Max(1, task.Videos.Length)).Select(index => _names.TargetOf(task, index))
            .Select(target => target.FormerPath is { } former && !_options.Rename ? former : target.Path)
            .ToImmutableArray();

    /// <summary>
    /// Saves all videos of a task. Of the tasks that wait for their turn, the one whose link expires first goes first.
    /// A task that is given twice is saved once.
    /// </summary>
    /// <param name="task">A completed task, or one that has completed since it was seen.</param>
    /// <param name="progress">Is told the progress of each file a few times a second.</param>
    /// <param name="cancellationToken">Stops the download; what has come stays for the next run.</param>
    /// <exception cref="SaveException">
    /// A video could not be saved; the task's other videos are in <see cref="SaveException.Saved"/>.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<IReadOnlyList<SavedVideo>> SaveAsync(
        ApimartTask task,
        IProgress<SaveProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            Task<IReadOnlyList<SavedVideo>>? before = _batch.GetValueOrDefault(task.TaskId);
            Task<IReadOnlyList<SavedVideo>> saving = SaveAfterAsync(before, task, progress, cancellationToken);
            _batch[task.TaskId] = saving;
            return saving;
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _host.Dispose();

    private async Task<IReadOnlyList<SavedVideo>> SaveAfterAsync(
        Task<IReadOnlyList<SavedVideo>>? before,
        ApimartTask task,
        IProgress<SaveProgress>? progress,
        CancellationToken cancellationToken)
    {
        _names.Enter(task);
        foreach (int index in Enumerable.Range(0, task.Videos.Length))
        {
            _ = _names.TargetOf(task, index);
        }

        if (before is not null)
        {
            await ((Task)before).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (before.IsCompletedSuccessfully)
            {
                return before.Result.Select(video => video with { Skipped = true, BytesFetched = 0 }).ToImmutableArray();
            }
        }

        IReadOnlyList<SavedFile> saved = _options.SavedOf?.Invoke(task.TaskId) ?? [];
        if (_options.SkipSaved && saved.Count > 0 && saved.Count >= task.Videos.Length)
        {
            return saved.Select(file => VideoDownload.Skip(task, file)).ToImmutableArray();
        }

        using TaskLinks links = new(task, _refresh);
        await RequireVideosAsync(links, saved, cancellationToken).ConfigureAwait(false);
        return await SaveAllAsync(links, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A task that the server has forgotten is no fault where its videos were saved.</summary>
    private async Task RequireVideosAsync(TaskLinks links, IReadOnlyList<SavedFile> saved, CancellationToken cancellationToken)
    {
        SaveErrors errors = new(links.Task.TaskId, path: null, _connection.Gate);
        try
        {
            await links.RequireVideosAsync(errors, cancellationToken).ConfigureAwait(false);
        }
        catch (SaveException unknown) when (saved.Count > 0)
        {
            throw errors.SavedBefore(saved[0], unknown);
        }
    }

    private async Task<IReadOnlyList<SavedVideo>> SaveAllAsync(
        TaskLinks links,
        IProgress<SaveProgress>? progress,
        CancellationToken cancellationToken)
    {
        Task<SavedVideo>[] all = Enumerable.Range(0, links.Task.Videos.Length)
            .Select(index => SaveInTurnAsync(links, index, progress, cancellationToken))
            .ToArray();
        await ((Task)Task.WhenAll(all)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ImmutableArray<SavedVideo> saved = all
            .Where(video => video.IsCompletedSuccessfully)
            .Select(video => video.Result)
            .ToImmutableArray();
        if (saved.Length < all.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await all
                    .Where(video => !video.IsCompletedSuccessfully)
                    .OrderBy(video => video.Exception?.InnerException is SaveException { Fault: SaveFault.SavedBefore })
                    .First()
                    .ConfigureAwait(false);
            }
            catch (SaveException fault)
            {
                fault.Saved = saved;
                throw;
            }
        }

        return saved;
    }

    private async Task<SavedVideo> SaveInTurnAsync(
        TaskLinks links,
        int index,
        IProgress<SaveProgress>? progress,
        CancellationToken cancellationToken)
    {
        await _gate.EnterAsync(DeadlineOf(links.Task, index), cancellationToken).ConfigureAwait(false);
        try
        {
            // The caller's thread gives the task its name and its place in the queue, and does no more.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            VideoDownload download = new(_connection, _options, _host, _buffers, links, _names.TargetOf(links.Task, index), progress);
            return await download.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <summary>When a link dies: by the server's word, else a day after the task ended.</summary>
    private static DateTimeOffset DeadlineOf(ApimartTask task, int index) =>
        task.Videos[index].ExpiresAt ?? task.CompletedAt + s_linkLife ?? task.CreatedAt + s_linkLife ?? DateTimeOffset.MaxValue;
}
