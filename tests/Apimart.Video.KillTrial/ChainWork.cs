using System.Globalization;
using Apimart.Video.Api;
using Apimart.Video.Chains;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Polling;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;

namespace Apimart.Video.KillTrial;

/// <summary>Submits rows that go on from each other, as New-ApimartVideo does, and repeats what is unknown.</summary>
internal sealed class ChainWork
{
    private const int Throttle = 4;

    private readonly WorkerOptions _options;
    private readonly ApimartClient _client;
    private readonly ITaskJournal _journal;
    private readonly Action<ApimartTask> _accepted;

    internal ChainWork(WorkerOptions options, ApimartClient client, ITaskJournal journal, Action<ApimartTask> accepted)
    {
        _options = options;
        _client = client;
        _journal = journal;
        _accepted = accepted;
    }

    /// <summary>Returns how many rows were not submitted.</summary>
    internal async Task<int> RunAsync()
    {
        ChainInput[] inputs = [.. Enumerable.Range(0, _options.Rows).Select(InputOf)];
        IReadOnlyList<ChainOutcome> rows = new ChainedRows(inputs, null, ModelCatalogue.Default, null, new RowCounter(), new JobLedger(_journal))
            .Prepare(shard: null, hasFrames: false, static (_, _) => false);
        WatchOptions watch = new() { PollInterval = TimeSpan.FromMilliseconds(50), RequestsPerSecond = 200, History = _journal };
        using ChainSubmits chains = new(Throttle, new ChainRun(_client, watch, frames: null));
        PreparedVideo[] videos = [.. rows.SelectMany(row => row.Videos)];
        ChainSubmits.Slot[] slots = [.. videos.Select(video => chains.Enter(video, video.Request.Prompt, CancellationToken.None))];
        bool[] sent = await Task.WhenAll(videos.Zip(slots, SubmitAsync));
        return rows.Count - sent.Count(accepted => accepted);
    }

    private ChainInput InputOf(int row) => new(
        new ChainRow($"Row {row + 1}", _options.Job, [NameOf(row)], row < Trial.Chains ? null : NameOf(row - Trial.Chains)),
        new VideoRequest { Model = row % Trial.Chains % 2 == 0 ? "pixverse-v6" : "seedance-2.0", Prompt = $"{_options.Job} row {row}" },
        [1]);

    private static string NameOf(int row) => row.ToString(CultureInfo.InvariantCulture);

    private async Task<bool> SubmitAsync(PreparedVideo video, ChainSubmits.Slot slot)
    {
        try
        {
            await slot.BeginAsync();
            SubmitOptions options = new() { JobName = _options.Job, Occurrence = video.Occurrence, RetryUnknown = true, Follow = slot.FollowAsync };
            ApimartTask task = await _client.SubmitAsync(video.Request, options);
            slot.Accepted(task);
            Console.WriteLine($"submitted {task.TaskId}");
            _accepted(task);
            return true;
        }
        catch (Exception fault) when (fault is ApimartException or ChainBrokenException)
        {
            slot.Failed(fault);
            Console.WriteLine($"fault {video.Request.Prompt}: {fault.Message}");
            return false;
        }
        finally
        {
            slot.Dispose();
        }
    }
}
