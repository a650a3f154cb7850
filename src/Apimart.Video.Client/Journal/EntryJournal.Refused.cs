using Apimart.Video.Api;

namespace Apimart.Video.Journal;

/// <summary>Rows of jobs that were refused before they were sent, so that they can be seen later.</summary>
public abstract partial class EntryJournal
{
    /// <summary>Records a row that was refused; what is recorded already is not recorded again.</summary>
    /// <exception cref="ApimartException">The journal cannot be written.</exception>
    internal Task RecordRefusedAsync(UnsentRow row) =>
        _writer.AppendAsync(needsIndex: true, batch => _recorder.AddRefused(batch, row.Refused(Entry(JournalEntryKind.State))));

    /// <summary>Records that a row which was refused, if it was, is so no longer.</summary>
    /// <exception cref="ApimartException">The journal cannot be read or written.</exception>
    internal Task RecordCorrectedAsync(string jobName, RowName name) => Read(_ => FindRefused(jobName, name)) is null
        ? Task.CompletedTask
        : _writer.AppendAsync(needsIndex: true, batch =>
        {
            if (FindRefused(jobName, name) is { } row)
            {
                batch.Add(UnsentRow.Corrected(row, Now));
            }

            return true;
        });

    private JournalRow? FindRefused(string jobName, RowName name) => _index.FindRefused(_server, jobName.Trim(), name);
}
