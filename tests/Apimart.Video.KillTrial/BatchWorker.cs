using Apimart.Video.Api;
using Apimart.Video.Downloads;
using Apimart.Video.Images;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Polling;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;

namespace Apimart.Video.KillTrial;

/// <summary>
/// One run of <c>New-ApimartVideo -JobName … | Wait-ApimartTask | Save-ApimartVideo</c> by the engine's own means, all three at
/// the same time. Says on standard output what became of each row.
/// </summary>
internal sealed class BatchWorker : IDisposable
{
    private const int Throttle = 4;

    private readonly WorkerOptions _options;
    private readonly KillSwitch _switch;
    private readonly TaskJournal _journal;
    private readonly ApimartClient _client;
    private readonly TaskWatcher _watcher;
    private readonly VideoSaver _saver;

    internal BatchWorker(WorkerOptions options)
    {
        _options = options;
        _switch = new KillSwitch(options.KillPoint);
        _journal = TaskJournal.Open(options.JournalPath, options.BaseUri);
        _ = new JournalHooks(_journal, _switch, options.Work == WorkKind.FullDisk);
        MortalHandler network = new(_switch);
        _client = new ApimartClient(new ApimartClientOptions
        {
            ApiKey = options.ApiKey,
            BaseUri = options.BaseUri,
            Handler = network,
            Journal = _journal,
        });
        _watcher = new TaskWatcher(_client.PollAsync, new WatchOptions
        {
            PollInterval = TimeSpan.FromMilliseconds(50),
            RequestsPerSecond = 200,
            History = _journal,
        });
        _saver = new VideoSaver(
            new SaverConnection { BaseUri = options.BaseUri, Handler = network },
            _client.GetTaskAsync,
            new SaveOptions { Directory = options.VideoPath, FileName = "{TaskId}", OwnerOf = _journal.OwnerOf });
    }

    /// <summary>0 when every row is saved or unknown, 1 when something else went wrong.</summary>
    internal async Task<int> RunAsync()
    {
        switch (_options.Work)
        {
            case WorkKind.Repair:
                await _journal.RepairAsync();
                return 0;
            case WorkKind.Remove:
                await _journal.RemoveAsync(_journal.FindRemovable(job => job == Trial.OldJob, before: null), force: true);
                return 0;
            case WorkKind.Import:
                await _journal.ImportAsync([JournalSource.Read(WorkerOptions.JournalIn(Trial.SourceOf(_options.Home)))]);
                return 0;
        }

        Task<int> saving = SaveAllAsync();
        int faults = await (_options.Work == WorkKind.Chains ? new ChainWork(_options, _client, _journal, _watcher.Add).RunAsync() : SubmitAllAsync());
        _watcher.Complete();
        faults += await saving;
        return faults == 0 ? 0 : 1;
    }

    public void Dispose()
    {
        _saver.Dispose();
        _watcher.Dispose();
        _client.Dispose();
        _journal.Dispose();
    }

    private async Task<int> SubmitAllAsync()
    {
        int faults = 0;
        RowCounter counter = new();
        var rows = Enumerable.Range(0, _options.Rows)
            .Select(row => ModelCatalogue.Default.Prepare(new VideoRequest
            {
                Model = "veo3.1-fast",
                Prompt = $"{_options.Job} row {row}",
                Parameters = row == _options.Rows - 1 && _options.Picture.Length > 0
                    ? new Dictionary<string, object?> { ["ImageUrl"] = (ImageFile[])[ImageFile.Open(_options.Picture)] }
                    : [],
            }))
            .Select(request => (Request: request, Occurrence: counter.Next(request)))
            .ToArray();
        await Parallel.ForEachAsync(rows, new ParallelOptions { MaxDegreeOfParallelism = Throttle }, async (row, token) =>
        {
            try
            {
                SubmitOptions options = new()
                {
                    JobName = _options.Job,
                    Occurrence = row.Occurrence,
                    RetryUnknown = _options.Work == WorkKind.RetryUnknown,
                };
                ApimartTask task = await _client.SubmitAsync(row.Request, options, token);
                Console.WriteLine($"submitted {task.TaskId}");
                _watcher.Add(task);
            }
            catch (ApimartException fault) when (fault.Kind == ApimartErrorKind.OutcomeUnknown)
            {
                Console.WriteLine($"unknown {row.Request.Prompt}");
            }
            catch (ApimartException fault)
            {
                Console.WriteLine($"fault {row.Request.Prompt}: {fault.Message}");
                Interlocked.Increment(ref faults);
            }
        });
        return faults;
    }

    private async Task<int> SaveAllAsync()
    {
        List<Task<int>> saving = [];
        await foreach (WatchEvent happened in _watcher.WatchAsync())
        {
            if (happened.Kind == WatchEventKind.Ended)
            {
                saving.Add(SaveAsync(happened.Task));
            }
        }

        return (await Task.WhenAll(saving)).Sum();
    }

    private async Task<int> SaveAsync(ApimartTask task)
    {
        try
        {
            await _journal.RecordAsync(task);
            foreach (SavedVideo video in await _saver.SaveAsync(task))
            {
                _switch.Pass(KillPlaces.SavedNotRecorded);
                await _journal.RecordSavedAsync(task.TaskId, new SavedFile(video.Index, video.Path, video.Length, video.Sha256));
            }

            Console.WriteLine($"saved {task.TaskId}");
            return 0;
        }
        catch (Exception fault) when (fault is SaveException or ApimartException)
        {
            Console.WriteLine($"fault {task.TaskId}: {fault.Message}");
            return 1;
        }
    }
}
