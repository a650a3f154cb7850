using Apimart.Video.Tasks;
using Microsoft.Win32.SafeHandles;

namespace Apimart.Video.Journal;

/// <summary>Records what became of tasks, each thing once. Runs under the writer's lock, with the index up to date.</summary>
internal sealed class JournalRecorder
{
    private readonly JournalIndex _index;
    private readonly Func<SafeFileHandle?> _openLines;

    /// <param name="index">The index.</param>
    /// <param name="openLines">Opens the lines that the index points at.</param>
    internal JournalRecorder(JournalIndex index, Func<SafeFileHandle?> openLines)
    {
        _index = index;
        _openLines = openLines;
    }

    /// <summary>Adds a file, unless the very same is what is recorded of that video.</summary>
    internal bool AddSaved(JournalBatch batch, JournalEntry entry)
    {
        bool known = _index.OwnerOf(entry.Path!) == entry.TaskId
            && LastSaved(entry) is { } last
            && last.Path == entry.Path
            && last.Length == entry.Length;
        if (!known)
        {
            batch.Add(entry);
        }

        return !known;
    }

    /// <summary>Adds a row that was refused here, unless the very same is what is recorded of it.</summary>
    internal bool AddRefused(JournalBatch batch, JournalEntry entry)
    {
        bool known = _index.FindKey(entry.Key!) is { IsCorrected: false } row
            && Read(row.Intent) is { } last
            && last.Code == entry.Code
            && last.Message == entry.Message
            && last.Model == entry.Model
            && last.Prompt == entry.Prompt
            && last.RowNumber == entry.RowNumber
            && (last.Row ?? new Dictionary<string, string>()).SequenceEqual(entry.Row ?? new Dictionary<string, string>());
        if (!known)
        {
            batch.Add(entry);
        }

        return !known;
    }

    /// <summary>Adds an ending, unless the last recorded one has the same status, cost and links.</summary>
    internal bool AddState(JournalBatch batch, JournalEntry entry, ApimartTask task)
    {
        bool known = _index.Find(task.TaskId) is { LastState.IsNone: false } row
            && row.Status == task.Status
            && Restore(row) is { } last
            && last.Cost == task.Cost
            && last.Videos.SequenceEqual(task.Videos);
        if (!known)
        {
            batch.Add(entry with
            {
                TaskId = task.TaskId,
                Model = task.Model,
                Status = task.Status,
                StatusText = task.StatusText,
                Created = task.CreatedAt,
                Completed = task.CompletedAt,
                Estimated = task.EstimatedTime?.TotalSeconds,
                Actual = task.ActualTime?.TotalSeconds,
                Cost = task.Cost,
                Code = task.Error?.Code,
                Message = task.Error?.Message,
                Videos = Links(task),
            });
        }

        return !known;
    }

    private static JournalLink[]? Links(ApimartTask task) =>
        task.Videos.IsEmpty ? null : [.. task.Videos.Select(video => new JournalLink(video.Url?.OriginalString, video.ExpiresAt))];

    private JournalEntry? Read(LineSpan line)
    {
        using SafeFileHandle? file = _openLines();
        return file is null ? null : JournalTasks.Read(file, line);
    }

    private ApimartTask? Restore(JournalRow row)
    {
        using SafeFileHandle? file = _openLines();
        return file is null ? null : JournalTasks.Restore(row, file);
    }

    private SavedFile? LastSaved(JournalEntry entry)
    {
        using SafeFileHandle? file = _openLines();
        return file is not null && _index.Find(entry.TaskId!) is { } row
            ? JournalTasks.Saved(row, file).FirstOrDefault(saved => saved.Index == entry.Index)
            : null;
    }
}
