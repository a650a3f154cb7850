using System.Collections.Concurrent;
using Apimart.Video.Api;
using Apimart.Video.Images;
using Apimart.Video.Models;
using Apimart.Video.Polling;
using Apimart.Video.Tasks;

namespace Apimart.Video.Chains;

/// <summary>
/// The videos of one run that others go on from: learns when they are ready, with no poll where somebody else polled the same task
/// since, and puts them into the requests that wait for them.
/// </summary>
internal sealed class ChainRun : IDisposable
{
    private readonly ApimartClient _client;
    private readonly LastFrames? _frames;
    private readonly TaskWatcher _watcher;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<ApimartTask>> _accepted = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<ApimartTask>> _ended = new(StringComparer.Ordinal);

    /// <param name="client">Reads tasks.</param>
    /// <param name="options">How to wait.</param>
    /// <param name="frames">Takes last frames from videos; null where that is not possible.</param>
    internal ChainRun(ApimartClient client, WatchOptions options, LastFrames? frames)
    {
        _client = client;
        _frames = frames;
        _watcher = new TaskWatcher(PollAsync, options);
        client.Sightings.Seen += Saw;
        _ = WatchAsync();
    }

    /// <summary>Says what came of a video's submit.</summary>
    /// <param name="id">The video; see <see cref="ChainId"/>.</param>
    /// <param name="task">Its task.</param>
    internal void Accepted(string id, ApimartTask task) => Of(_accepted, id).TrySetResult(task);

    /// <summary>Says that a video will not be sent.</summary>
    internal void Broken(string id, ChainBrokenException cause) => Of(_accepted, id).TrySetException(cause);

    /// <summary>The request with what it goes on from, as soon as that is there.</summary>
    /// <param name="request">The request with its stand-in.</param>
    /// <param name="id">The video that it goes on from.</param>
    /// <param name="label">How a message names that.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ChainBrokenException">That video will not come.</exception>
    internal async Task<PreparedRequest> FollowAsync(PreparedRequest request, string id, string label, CancellationToken cancellationToken)
    {
        ChainLink link = request.Link!;
        ApimartTask before = await Of(_accepted, id).Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!before.IsEnded || (before.Status == ApimartTaskStatus.Completed && link.Way != ChainWay.Continuation && before.Videos.IsEmpty))
        {
            before = await EndOfAsync(before, label, cancellationToken).ConfigureAwait(false);
        }

        if (before.Status != ApimartTaskStatus.Completed)
        {
            throw new ChainBrokenException(
                $"{label} {(before.Status == ApimartTaskStatus.Failed ? "failed" : $"ended as {before.Status}")} as task {before.TaskId}: {before.Error?.Message ?? "the server gave no reason."}",
                "With -JobName, run the same line again with -RetryFailed: it makes what failed anew and then what follows it. If the reason names the content, change that first.");
        }

        return link.Way switch
        {
            ChainWay.Continuation => request.Follow(before.TaskId),
            ChainWay.ReturnedFrame when await ReturnedFrameAsync(before, cancellationToken).ConfigureAwait(false) is { } frame => request.Follow(frame.OriginalString),
            _ => await TakeFrameAsync(request, link, before, label, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Sightings.Seen -= Saw;
        _stop.Cancel();
        _watcher.Dispose();
        _frames?.Dispose();
        _stop.Dispose();
    }

    private async Task<ApimartTask> EndOfAsync(ApimartTask task, string label, CancellationToken cancellationToken)
    {
        if (task.TaskId.Length == 0)
        {
            throw task.WorkedOnBy is { } machine
                ? new ChainBrokenException($"{label} is being sent by {machine}.", "That machine goes on with the chain.") { Elsewhere = machine }
                : new ChainBrokenException(
                    $"whether {label} was accepted is not known.",
                    "Settle it first: Get-ApimartJournal -Status OutcomeUnknown shows it, -RetryUnknown sends it again.");
        }

        TaskCompletionSource<ApimartTask> ended = Of(_ended, task.TaskId);
        _client.Sightings.Follow(task.TaskId);
        _watcher.Add(task);
        try
        {
            return (await ended.Task.WaitAsync(cancellationToken).ConfigureAwait(false)).WithKnown(task);
        }
        catch (ApimartException fault)
        {
            throw new ChainBrokenException($"{label} (task {task.TaskId}) could not be waited for: {fault.Message}", fault.Advice ?? "Run the same line again.");
        }
    }

    private async Task<Uri?> ReturnedFrameAsync(ApimartTask task, CancellationToken cancellationToken)
    {
        if (task.LastFrame is { } known)
        {
            return known;
        }

        try
        {
            // A journal keeps no link of a frame: it would have ended.
            return (await _client.GetTaskAsync(task.TaskId, cancellationToken).ConfigureAwait(false)).LastFrame;
        }
        catch (ApimartException)
        {
            return null;
        }
    }

    private async Task<PreparedRequest> TakeFrameAsync(
        PreparedRequest request,
        ChainLink link,
        ApimartTask before,
        string label,
        CancellationToken cancellationToken)
    {
        if (_frames is null)
        {
            throw new ChainBrokenException(
                $"the API returned no last frame with {label} (task {before.TaskId}), and there is no ffmpeg on PATH to take it from the video.",
                LastFrames.HowToGet);
        }

        try
        {
            ImageFile frame = await _frames.TakeAsync(before, cancellationToken).ConfigureAwait(false);
            return request.Follow(frame.StandIn, new RequestImage(frame, link.MayBeInline));
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or ChainBrokenException))
        {
            throw new ChainBrokenException(
                $"the last frame of {label} (task {before.TaskId}) could not be taken: {fault.Message}",
                "Nothing was sent for it; run the same line again.");
        }
    }

    /// <summary>What another cmdlet has seen since the last look is as good as a look.</summary>
    private async Task<ApimartTask> PollAsync(string taskId, CancellationToken cancellationToken)
    {
        if (_client.Sightings.Take(taskId) is { } seen)
        {
            return seen;
        }

        ApimartTask own = await _client.PollAsync(taskId, cancellationToken).ConfigureAwait(false);
        _client.Sightings.Take(taskId);
        return own;
    }

    private void Saw(ApimartTask seen)
    {
        if (seen.IsEnded && _ended.TryGetValue(seen.TaskId, out TaskCompletionSource<ApimartTask>? waiting))
        {
            waiting.TrySetResult(seen);
        }
    }

    private async Task WatchAsync()
    {
        try
        {
            await foreach (WatchEvent happened in _watcher.WatchAsync(_stop.Token).ConfigureAwait(false))
            {
                switch (happened.Kind)
                {
                    case WatchEventKind.Ended:
                        Of(_ended, happened.Task.TaskId).TrySetResult(happened.Task);
                        break;
                    case WatchEventKind.Lost:
                        Of(_ended, happened.Task.TaskId).TrySetException(happened.Fault!);
                        break;
                    case WatchEventKind.Stopped:
                        FailAll(happened.Fault!);
                        return;
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
#pragma warning disable CA1031 // Nobody awaits this: whoever waits for a video has to hear of it.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            FailAll(new ApimartException(ApimartErrorKind.Network, broken.Message, broken));
        }
    }

    private void FailAll(ApimartException fault)
    {
        foreach (TaskCompletionSource<ApimartTask> waiting in _ended.Values)
        {
            waiting.TrySetException(fault);
        }
    }

    private static TaskCompletionSource<ApimartTask> Of(ConcurrentDictionary<string, TaskCompletionSource<ApimartTask>> sources, string id) =>
        sources.GetOrAdd(id, static key =>
        {
            TaskCompletionSource<ApimartTask> made = new(TaskCreationOptions.RunContinuationsAsynchronously);

            // A broken link that nobody follows is told by its own submit.
            _ = made.Task.ContinueWith(static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return made;
        });
}
