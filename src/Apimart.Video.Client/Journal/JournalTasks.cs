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
            TaskId = ForeignText.ToVisible(row.TaskId ?? string.Empty),
            Model = row.Model,
            Prompt = intent.Prompt,
            RowNumber = intent.RowNumber,
            Row = ApimartTask.Columns(intent.Row),
            JobName = row.Job,
            Status = StatusOf(row),
            StatusText = ForeignText.WithoutSecrets.Word(state.StatusText ?? answer.StatusText),
            Progress = row.LastState.IsNone || row.Status == ApimartTaskStatus.Submitted ? 0 : 100,
            CreatedAt = state.Created ?? answer.Created ?? (row.Intent.IsNone ? null : row.Time),
            CompletedAt = state.Completed,
            EstimatedTime = Seconds(state.Estimated ?? answer.Estimated),
            ActualTime = Seconds(state.Actual),
            Cost = state.Cost,
            Videos = Links(state.Videos ?? answer.Videos),
            Error = Fault(state) ?? Fault(answer) ?? Silence(row),
            Request = Canonical(intent.Body),
            IdempotencyKey = row.Key,
            SavedFiles = [.. Saved(row, file).Select(saved => saved.Path).Distinct()],
        };
    }

    /// <summary>A completed row, for whoever asks how long its like will take.</summary>
    internal static PastTask Past(JournalRow row, SafeFileHandle file) =>
        new(row.Model!, row.Duration!.Value, Read(file, row.Intent).Body, Seconds(Read(file, row.LastState).Estimated ?? Read(file, row.Answer).Estimated));

    /// <summary>The files of a row, by video; the newest where one was saved more than once.</summary>
    internal static IEnumerable<SavedFile> Saved(JournalRow row, SafeFileHandle file) =>
        row.Saved is not { } lines
            ? []
            : lines
                .Select(line => Read(file, line))
                .Where(entry => entry.Path is not null)
                .Select(entry => new SavedFile(entry.Index ?? 0, entry.Path!, entry.Length ?? 0, entry.Sha256) { SavedAt = entry.Time })
                .GroupBy(saved => saved.Index)
                .Select(same => same.Last())
                .OrderBy(saved => saved.Index);

    internal static JournalEntry Read(SafeFileHandle file, LineSpan line)
    {
        if (line.IsNone)
        {
            return new JournalEntry();
        }

        return Parse(JournalFile.Read(file, line)) ?? new JournalEntry();
    }

    /// <summary>An entry of a line; a field with an odd value counts as not there. Null for what is no JSON object.</summary>
    internal static JournalEntry? Parse(byte[] line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, JournalJsonContext.Default.JournalEntry);
        }
        catch (JsonException)
        {
            return ParseLeniently(line);
        }
    }

    private static JournalEntry? ParseLeniently(byte[] line)
    {
        try
        {
            JsonObject fields = JsonNode.Parse(line)!.AsObject();
            foreach ((string name, JsonNode? value) in fields.ToArray())
            {
                if (!Suits(name, value))
                {
                    fields.Remove(name);
                }
            }

            return fields.Deserialize(JournalJsonContext.Default.JournalEntry);
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException or InvalidOperationException or NullReferenceException)
        {
            return null;
        }
    }

    private static bool Suits(string name, JsonNode? value)
    {
        try
        {
            new JsonObject { [name] = value?.DeepClone() }.Deserialize(JournalJsonContext.Default.JournalEntry);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    internal static ApimartTaskStatus StatusOf(JournalRow row) => row.Submit switch
    {
        RowState.Accepted => row.Status,
        RowState.Free => row.WasNotExecuted ? ApimartTaskStatus.NotSent : ApimartTaskStatus.Refused,
        _ => ApimartTaskStatus.OutcomeUnknown,
    };

    private static string? Canonical(string? body)
    {
        try
        {
            return body is not null && JsonNode.Parse(body) is { } node ? JsonValues.ToCanonical(node) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ImmutableArray<VideoLink> Links(IReadOnlyList<JournalLink>? links)
    {
        var videos = ImmutableArray.CreateBuilder<VideoLink>();
        foreach (JournalLink link in links ?? [])
        {
            videos.Add(new VideoLink(WebLink.TryCreate(link.Url, out Uri? url) ? url : null, link.Expires));
        }

        return videos.ToImmutable();
    }

    /// <summary>Earlier versions wrote down what servers said as it came.</summary>
    private static TaskFault? Fault(JournalEntry entry) => entry.Message is { } message
        ? new TaskFault(ForeignText.WithoutSecrets.Word(entry.Code), ForeignText.WithoutSecrets.Line(message))
        : null;

    private static TaskFault? Silence(JournalRow row) =>
        row.Submit == RowState.Sending ? new TaskFault(null, JournalErrors.WriterDied) : null;

    private static TimeSpan? Seconds(double? seconds) => seconds is { } known && JournalSkim.IsPossible(known) ? TimeSpan.FromSeconds(known) : null;
}
