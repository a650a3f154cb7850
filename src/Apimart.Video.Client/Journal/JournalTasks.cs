using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Apimart.Video.Api;
using Apimart.Video.Models;
using Apimart.Video.Tasks;
using Microsoft.Win32.SafeHandles;

namespace Apimart.Video.Journal;

/// <summary>Makes tasks of the index's rows again, from the lines that the rows point at.</summary>
internal static class JournalTasks
{
    internal static ApimartTask Restore(JournalRow row, SafeFileHandle file)
    {
        JournalEntry intent = Read(file, row.Intent);
        JournalEntry answer = Read(file, row.Answer);
        JournalEntry state = Read(file, row.LastState);
        return new ApimartTask
        {
            TaskId = row.TaskId ?? string.Empty,
            Model = row.Model,
            Prompt = intent.Prompt,
            JobName = row.Job,
            Status = StatusOf(row),
            StatusText = state.StatusText ?? answer.StatusText,
            Progress = row.LastState.IsNone ? 0 : 100,
            CreatedAt = state.Created ?? answer.Created ?? (row.Intent.IsNone ? null : row.Time),
            CompletedAt = state.Completed,
            EstimatedTime = Seconds(state.Estimated ?? answer.Estimated),
            ActualTime = Seconds(state.Actual),
            Cost = state.Cost,
            Videos = Links(state.Videos ?? answer.Videos),
            Error = Fault(state) ?? Fault(answer) ?? Silence(row),
            Request = intent.Body is { } body && JsonNode.Parse(body) is { } node ? JsonValues.ToCanonical(node) : null,
            IdempotencyKey = row.Key,
            SavedFiles = [.. Saved(row, file).Select(saved => saved.Path).Distinct()],
        };
    }

    /// <summary>The files of a row, by video; the newest where one was saved more than once.</summary>
    internal static IEnumerable<SavedFile> Saved(JournalRow row, SafeFileHandle file) =>
        row.Saved is not { } lines
            ? []
            : lines
                .Select(line => Read(file, line))
                .Where(entry => entry.Path is not null)
                .Select(entry => new SavedFile(entry.Index ?? 0, entry.Path!, entry.Length ?? 0, entry.Sha256))
                .GroupBy(saved => saved.Index)
                .Select(same => same.Last())
                .OrderBy(saved => saved.Index);

    internal static JournalEntry Read(SafeFileHandle file, LineSpan line)
    {
        if (line.IsNone)
        {
            return new JournalEntry();
        }

        try
        {
            return JsonSerializer.Deserialize(JournalFile.Read(file, line), JournalJsonContext.Default.JournalEntry)
                ?? new JournalEntry();
        }
        catch (JsonException)
        {
            return new JournalEntry();
        }
    }

    internal static ApimartTaskStatus StatusOf(JournalRow row) => row.Submit switch
    {
        RowState.Accepted => row.Status,
        RowState.Free => row.WasNotExecuted ? ApimartTaskStatus.NotSent : ApimartTaskStatus.Refused,
        _ => ApimartTaskStatus.OutcomeUnknown,
    };

    private static ImmutableArray<VideoLink> Links(IReadOnlyList<JournalLink>? links)
    {
        var videos = ImmutableArray.CreateBuilder<VideoLink>();
        foreach (JournalLink link in links ?? [])
        {
            videos.Add(new VideoLink(WebLink.TryCreate(link.Url, out Uri? url) ? url : null, link.Expires));
        }

        return videos.ToImmutable();
    }

    private static TaskFault? Fault(JournalEntry entry) =>
        entry.Message is { } message ? new TaskFault(entry.Code, message) : null;

    private static TaskFault? Silence(JournalRow row) =>
        row.Submit == RowState.Sending ? new TaskFault(null, JournalErrors.WriterDied) : null;

    private static TimeSpan? Seconds(double? seconds) => seconds is { } known ? TimeSpan.FromSeconds(known) : null;
}
