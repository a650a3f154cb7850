using Apimart.Video.Account;
using Apimart.Video.Api;
using Apimart.Video.Downloads;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Polling;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;

namespace Apimart.Video.FleetTrial;

/// <summary>
/// One run of <c>New-ApimartVideo -JobName … -MaxCost … | Wait-ApimartTask | Save-ApimartVideo</c> by the engine's own means, over a
/// journal that machines share.
/// </summary>
internal sealed class FleetMachine(FleetOptions options)
{
    internal const int Throttle = 4;
    internal const string Model = "veo3.1-fast";

    private int _runs;

    internal static PreparedRequest Request(string prompt) =>
        ModelCatalogue.Default.Prepare(new VideoRequest { Model = Model, Prompt = prompt, Parameters = new Dictionary<string, object?>() });

    /// <returns>0 when all that could be sent was, and what is this machine's to save is saved; 1 where something went wrong.</returns>
    internal async Task<int> RunAsync()
    {
        using EntryJournal journal = (EntryJournal)new PostgreSqlJournalFactory().Open(options.Database, options.BaseUri);
        journal.Machine = options.Machine;
        using ApimartClient client = new(new ApimartClientOptions { ApiKey = options.ApiKey, BaseUri = options.BaseUri, Journal = journal });
        using TaskWatcher watcher = new(client.PollAsync, new WatchOptions
        {
            PollInterval = TimeSpan.FromMilliseconds(100),
            RequestsPerSecond = 100,
            History = journal,
        });
        using VideoSaver saver = new(
            new SaverConnection { BaseUri = options.BaseUri },
            client.GetTaskAsync,
            new SaveOptions { Directory = options.Videos, FileName = "{TaskId}", OwnerOf = journal.OwnerOf, SavedOf = journal.SavedOf, SkipSaved = true });
        using CostGuard budget = new(options.MaxCost, assumedCost: null, PriceTable.Offline(ModelCatalogue.Default), journal);
        if (options.WaitsForGun)
        {
            journal.JobNames();
            Console.WriteLine(Fleet.Ready);
            Console.ReadLine();
        }

        Task<int> saving = SaveAllAsync(watcher, journal, saver);
        int faults = await SubmitAllAsync(client, watcher, budget);
        watcher.Complete();
        return faults + await saving == 0 ? 0 : 1;
    }

    /// <summary>From the first request on it can be struck where it hurts.</summary>
    private void TellRuns()
    {
        if (Interlocked.Exchange(ref _runs, 1) == 0)
        {
            Console.WriteLine(Fleet.Runs);
        }
    }

    private async Task<int> SubmitAllAsync(ApimartClient client, TaskWatcher watcher, CostGuard budget)
    {
        int faults = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, options.Rows), new ParallelOptions { MaxDegreeOfParallelism = options.WaitsForGun ? 1 : Throttle }, async (row, token) =>
        {
            string prompt = $"{options.Job} row {row}";
            try
            {
                ApimartTask task = await client.SubmitAsync(Request(prompt), new SubmitOptions { JobName = options.Job, Budget = budget, Leaving = TellRuns }, token);
                if (task.WorkedOnBy is null)
                {
                    watcher.Add(task);
                }
            }
            catch (ApimartException fault) when (fault.Kind is ApimartErrorKind.OutcomeUnknown or ApimartErrorKind.NotSent)
            {
                // The next run tells.
            }
            catch (CostRefusedException)
            {
                // As it should.
            }
            catch (ApimartException fault)
            {
                Console.WriteLine($"fault {prompt}: {fault.Kind} {fault.Message}");
                Interlocked.Increment(ref faults);
            }
        });
        return faults;
    }

    private static async Task<int> SaveAllAsync(TaskWatcher watcher, EntryJournal journal, VideoSaver saver)
    {
        List<Task<int>> saving = [];
        await foreach (WatchEvent happened in watcher.WatchAsync())
        {
            if (happened.Kind == WatchEventKind.Ended)
            {
                saving.Add(SaveAsync(happened.Task, journal, saver));
            }
        }

        return (await Task.WhenAll(saving)).Sum();
    }

    private static async Task<int> SaveAsync(ApimartTask task, EntryJournal journal, VideoSaver saver)
    {
        try
        {
            await journal.RecordAsync(task);
            foreach (SavedVideo video in await saver.SaveAsync(task))
            {
                await journal.RecordSavedAsync(task.TaskId, new SavedFile(video.Index, video.Path, video.Length, video.Sha256));
            }

            return 0;
        }
        catch (Exception fault) when (fault is SaveException or ApimartException or IOException)
        {
            Console.WriteLine($"fault {task.TaskId}: {fault.Message}");
            return 1;
        }
    }
}
