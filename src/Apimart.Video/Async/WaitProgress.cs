using System.Management.Automation;
using Apimart.Video.Polling;
using Apimart.Video.Tasks;
using Apimart.Video.Views;

namespace Apimart.Video.Async;

/// <summary>Shows a wait: one bar for the batch and a child for each of the few tasks nearest their end.</summary>
internal sealed class WaitProgress
{
    private const int BatchId = 0x41_50_00;
    private const int LongestText = 60;
    private const long MillisecondsBetween = 400;

    private readonly Cmdlet _cmdlet;
    private readonly TaskWatcher _watcher;
    private readonly HashSet<int> _shown = [];
    private long _last;

    internal WaitProgress(Cmdlet cmdlet, TaskWatcher watcher)
    {
        _cmdlet = cmdlet;
        _watcher = watcher;
    }

    internal void Show(bool last)
    {
        long now = Environment.TickCount64;
        if (!last && now - _last < MillisecondsBetween)
        {
            return;
        }

        _last = now;
        WatchSnapshot snapshot = _watcher.Snapshot();
        ShowTasks(last ? [] : snapshot.Nearest);
        if (last)
        {
            _cmdlet.WriteProgress(new ProgressRecord(BatchId, "Waiting for videos", "Done") { RecordType = ProgressRecordType.Completed });
            return;
        }

        _cmdlet.WriteProgress(new ProgressRecord(BatchId, "Waiting for videos", Status(snapshot))
        {
            PercentComplete = snapshot.Total == 0 ? 0 : snapshot.Ended * 100 / snapshot.Total,
            SecondsRemaining = Seconds(snapshot.Remaining),
        });
    }

    private void ShowTasks(IReadOnlyList<WatchedTask> nearest)
    {
        int id = BatchId;
        foreach (WatchedTask watched in nearest)
        {
            _shown.Add(++id);
            _cmdlet.WriteProgress(new ProgressRecord(id, Title(watched.Task), watched.IsSeen ? watched.Task.StatusText ?? "running" : "no poll yet")
            {
                ParentActivityId = BatchId,
                PercentComplete = watched.Percent,
                SecondsRemaining = Seconds(watched.Remaining),
            });
        }

        for (int gone = id + 1; _shown.Remove(gone); gone++)
        {
            _cmdlet.WriteProgress(new ProgressRecord(gone, "Task", "Done")
            {
                ParentActivityId = BatchId,
                RecordType = ProgressRecordType.Completed,
            });
        }
    }

    private static string Status(WatchSnapshot snapshot) => snapshot.AskedUntil is { } until
        ? $"{snapshot.Ended} of {snapshot.Total} ended; the server asked to wait until {TimeOfDay.Of(until)}"
        : $"{snapshot.Ended} of {snapshot.Total} ended";

    private static string Title(ApimartTask task)
    {
        string text = TerminalText.OnOneLine(task.Prompt is { Length: > 0 } prompt ? prompt : task.TaskId);
        return text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText - 1), "…");
    }

    private static int Seconds(TimeSpan? time) => time is { } remaining ? (int)Math.Ceiling(remaining.TotalSeconds) : -1;
}
