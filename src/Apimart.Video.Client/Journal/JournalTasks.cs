using Apimart.Video.Tasks;
using Apimart.Video.Text;
using Microsoft.Win32.SafeHandles;

namespace Apimart.Video.Journal;

/// <summary>Makes tasks of the index's rows again, from the lines that the rows point at.</summary>
internal static class JournalTasks
{
    private static readonly JournalEntry s_none = new();

    internal static ApimartTask Restore(JournalRow row, SafeFileHandle file) => Restore(row, new LineReader(file));

    internal static ApimartTask Restore(JournalRow row, LineReader lines)
    {
        JournalEntry intent = Read(lines, row.Intent, LineReader.Kind.Intent);
        JournalEntry answer = Read(lines, row.Answer, LineReader.Kind.Answer);
        JournalEntry state = Read(lines, row.LastState, LineReader.Kind.State);
        return new ApimartTask
        {
            TaskId = ForeignText.ToVisible(row.TaskId ?? string.Empty),
            Model = row.Model,
            Prompt = intent.Prompt,
            RowNumber = intent.RowNumber,
            Take = row.Intent.IsNone ? null : row.Take,
            Occurrence = row.Occurrence,
            Digest = row.WasRefusedHere ? null : row.Digest,
            Failures = row.Failures,
            Row = RowCells.Of(intent),
            OwnColumns = intent.Cells is null ? null : ApimartTask.Columns(intent.Row ?? new Dictionary<string, string>()),
            JobName = row.Job,
            Status = StatusOf(row),
            StatusText = ForeignText.WithoutSecrets.Word(state.StatusText ?? answer.StatusText),
            Progress = row.LastState.IsNone || row.Status == ApimartTaskStatus.Submitted ? 0 : 100,
            CreatedAt = state.Created ?? answer.Created ?? (row.Intent.IsNone ? null : row.Time),
            CompletedAt = state.Completed,
            EstimatedTime = Seconds(state.Estimated ?? answer.Estimated),
            ActualTime = Seconds(state.Actual),
            Cost = state.Cost,
            ReservedCost = answer.Reserved,
            Videos = Links(state.Videos ?? answer.Videos),
            Error = Fault(state) ?? Fault(answer) ?? Silence(row),
            SentBody = intent.Body,
            IdempotencyKey = row.WasRefusedHere ? null : row.Key,
            IsRefusedHere = row.WasRefusedHere,
            Machine = intent.Machine,
            SavedFiles = [.. Saved(row, lines).Select(saved => saved.Path).Distinct()],
        };
    }

    /// <summary>A completed row, for whoever asks how long its like will take.</summary>
    internal static PastTask Past(JournalRow row, SafeFileHandle file) =>
        new(row.Model!, row.Duration!.Value, Read(file, row.Intent).Body, Seconds(Read(file, row.LastState).Estimated ?? Read(file, row.Answer).Estimated));

    /// <summary>The files of a row, by video; the newest where one was saved more than once.</summary>
    internal static IEnumerable<SavedFile> Saved(JournalRow row, SafeFileHandle file) => Saved(row, new LineReader(file));

    internal static IEnumerable<SavedFile> Saved(JournalRow row, LineReader lines) => row.Saved switch
    {
        null => [],
        [var only] => ToSaved(lines, only) is { } saved ? [saved] : [],
        var several => several
            .Select(line => ToSaved(lines, line))
            .OfType<SavedFile>()
            .GroupBy(saved => saved.Index)
            .Select(same => same.Last())
            .OrderBy(saved => saved.Index),
    };

    private static SavedFile? ToSaved(LineReader lines, LineSpan line) =>
        Read(lines, line, LineReader.Kind.Saved) is { Path: { } path } entry
            ? new SavedFile(entry.Index ?? 0, path, entry.Length ?? 0, entry.Sha256) { SavedAt = entry.Time }
            : null;

    internal static JournalEntry Read(LineReader lines, LineSpan line, LineReader.Kind kind) =>
        line.IsNone ? s_none : EntryReader.Read(lines.Read(line, kind), restoring: true) ?? s_none;

    internal static JournalEntry Read(SafeFileHandle file, LineSpan line)
    {
        if (line.IsNone)
        {
            return new JournalEntry();
        }

        return Parse(JournalFile.Read(file, line)) ?? new JournalEntry();
    }

    /// <summary>An entry of a line; a field with an odd value counts as not there. Null for what is no JSON object.</summary>
    internal static JournalEntry? Parse(ReadOnlySpan<byte> line) => EntryReader.Read(line);

    internal static ApimartTaskStatus StatusOf(JournalRow row) => row.Submit switch
    {
        RowState.Accepted => row.Status,
        RowState.Free => row.WasNotExecuted ? ApimartTaskStatus.NotSent : ApimartTaskStatus.Refused,
        _ => ApimartTaskStatus.OutcomeUnknown,
    };

    private static ValueList<VideoLink> Links(IReadOnlyList<JournalLink>? links)
    {
        List<VideoLink> videos = [];
        foreach (JournalLink link in links ?? [])
        {
            videos.Add(new VideoLink(WebLink.TryCreate(link.Url, out Uri? url) ? url : null, link.Expires));
        }

        return [.. videos];
    }

    /// <summary>Earlier versions wrote down what servers said as it came.</summary>
    private static TaskFault? Fault(JournalEntry entry) => entry.Message is { } message
        ? new TaskFault(ForeignText.WithoutSecrets.Word(entry.Code), ForeignText.WithoutSecrets.Line(message))
        : null;

    private static TaskFault? Silence(JournalRow row) =>
        row.Submit == RowState.Sending ? new TaskFault(null, JournalErrors.WriterDied) : null;

    private static TimeSpan? Seconds(double? seconds) => seconds is { } known && JournalScan.IsPossible(known) ? TimeSpan.FromSeconds(known) : null;
}
