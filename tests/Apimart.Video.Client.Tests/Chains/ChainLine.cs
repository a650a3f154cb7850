using Apimart.Video.Chains;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Models.Rows;
using Apimart.Video.Polling;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Chains;

/// <summary>A row of a storyboard.</summary>
internal sealed record Shot(string Name, string? After, string Prompt, string Model);

/// <summary>What New-ApimartVideo does with rows that go on from each other, by the engine's own means.</summary>
internal static class ChainLine
{
    internal const string Job = "board";

    /// <summary>Submits what is missing; returns what each shot came to.</summary>
    internal static async Task<Dictionary<string, object>> RunAsync(
        ApimartClient client,
        ITaskJournal journal,
        IReadOnlyList<Shot> shots,
        CancellationToken cancellationToken,
        bool retryFailed = false,
        LastFrames? frames = null)
    {
        ChainInput[] inputs =
        [
            .. shots.Select(shot => new ChainInput(
                new ChainRow($"Row {shot.Name}", Job, [shot.Name], shot.After),
                new VideoRequest { Model = shot.Model, Prompt = shot.Prompt },
                [1])),
        ];
        IReadOnlyList<ChainOutcome> rows = new ChainedRows(inputs, null, ModelCatalogue.Default, null, new RowCounter(), new JobLedger(journal))
            .Prepare(shard: null, hasFrames: frames is not null, (_, video) =>
                journal.FindSettled(new ClaimRequest(video.Request, Job, video.Occurrence) { Take = video.Take, RetryFailed = retryFailed }) is not null);
        WatchOptions watch = new() { PollInterval = TimeSpan.FromMilliseconds(2), RequestsPerSecond = 5000, Seed = 1 };
        using ChainSubmits chains = new(limit: 3, new ChainRun(client, watch, frames));
        Dictionary<string, object> ends = new(StringComparer.Ordinal);
        List<Task> work = [];
        for (int row = 0; row < shots.Count; row++)
        {
            Shot shot = shots[row];
            if (rows[row].Refusal is { } refusal)
            {
                ends[shot.Name] = refusal;
            }

            foreach (PreparedVideo video in rows[row].Videos)
            {
                work.Add(SubmitAsync(shot, row + 1, video, chains.Enter(video, inputs[row].Row.Label, cancellationToken)));
            }
        }

        await Task.WhenAll(work);
        return ends;

        async Task SubmitAsync(Shot shot, int number, PreparedVideo video, ChainSubmits.Slot slot)
        {
            object end;
            try
            {
                await slot.BeginAsync();
                SubmitOptions options = new()
                {
                    JobName = Job,
                    Occurrence = video.Occurrence,
                    Take = video.Take,
                    Row = new InputRow(number, new Dictionary<string, string> { ["Name"] = shot.Name }),
                    RetryFailed = retryFailed,
                    Follow = slot.FollowAsync,
                };
                ApimartTask task = await client.SubmitAsync(video.Request, options, cancellationToken);
                slot.Accepted(task);
                end = task;
            }
            catch (Exception fault)
            {
                slot.Failed(fault);
                end = fault;
            }
            finally
            {
                slot.Dispose();
            }

            lock (ends)
            {
                ends[shot.Name] = end;
            }
        }
    }
}
