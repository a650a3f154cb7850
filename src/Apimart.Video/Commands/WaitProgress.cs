using System.Globalization;
using System.Management.Automation;
using Apimart.Video.Tasks;

namespace Apimart.Video.Commands;

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
    private DateTimeOffset _pausedUntil;

    internal WaitProgress(Cmdlet cmdlet, TaskWatcher watcher)
    {
        _cmdlet = cmdlet;
        _watcher = watcher;
    }

    /// <summary>The server asked to wait; until then the bar says so.</summary>
    internal void Pause(DateTimeOffset until) => _pausedUntil = until > _pausedUntil ? until : _pausedUntil;

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

        _cmdlet.WriteProgress(new ProgressRecord(BatchId, "Waiting for videos", $"{snapshot.Ended} of {snapshot.Total} ended{Pausing()}")
        {
            PercentComplete = snapshot.Total == 0 ? 0 : snapshot.Ended * 100 / snapshot.Total,
            SecondsRemaining = Seconds(snapshot.Remaining),
        });
    }

    /// <summary>What the server asked for, as the end of a sentence.</summary>
    internal static string AskedToWait(DateTimeOffset until) =>
        string.Create(CultureInfo.InvariantCulture, $"; the server asks to wait until {until.ToLocalTime():HH:mm:ss}");

    private string Pausing() => _pausedUntil > DateTimeOffset.UtcNow ? AskedToWait(_pausedUntil) : string.Empty;

    private void ShowTasks(IReadOnlyList<WatchedTask> nearest)
    {
        int id = BatchId;
        foreach (WatchedTask watched in nearest)
        {
            _shown.Add(++id);
            _cmdlet.WriteProgress(new ProgressRecord(id, Title(watched.Task), watched.Task.StatusText ?? "waiting")
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

    private static string Title(ApimartTask task)
    {
        string text = TerminalText.OnOneLine(task.Prompt is { Length: > 0 } prompt ? prompt : task.TaskId);
        return text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText - 1), "…");
    }

    private static int Seconds(TimeSpan? time) => time is { } remaining ? (int)Math.Ceiling(remaining.TotalSeconds) : -1;
}
