using Apimart.Video.Models.Rows;
using Apimart.Video.Tasks;

namespace Apimart.Video.Journal;

/// <summary>A row of a job that was refused before it was sent, for the journal.</summary>
internal sealed record UnsentRow
{
    /// <summary>The batch.</summary>
    internal required string Job { get; init; }

    /// <summary>The row with all of its cells; null for a request of its own.</summary>
    internal InputRow? Row { get; init; }

    /// <summary>The model that was asked for, as far as that is known.</summary>
    internal string? Model { get; init; }

    /// <summary>The prompt, as far as it is known.</summary>
    internal string? Prompt { get; init; }

    /// <summary>The name of the rule, as in the error.</summary>
    internal required string Code { get; init; }

    /// <summary>What was wrong with it.</summary>
    internal required string Message { get; init; }

    /// <summary>The entry that says so.</summary>
    /// <param name="state">An empty state of the journal's server.</param>
    internal JournalEntry Refused(JournalEntry state)
    {
        RowName name = RowName.Of(Row, Prompt);
        RowIdentity identity = new(state.Server, Job.Trim(), name.Digest, name.Namesakes, RowIdentity.FirstTake);
        return state with
        {
            Key = DerivedKey.OfUnsent(identity),
            Job = Job.Trim(),
            Digest = name.Digest,
            Occurrence = name.Namesakes,
            Status = ApimartTaskStatus.Refused,
            Model = string.IsNullOrWhiteSpace(Model) ? null : Model.Trim(),
            Code = Code,
            Message = Message,
            RowNumber = Row?.Number,
            Prompt = Prompt,
            Machine = Environment.MachineName,
            Row = Row?.Columns is { Count: > 0 } cells ? cells : null,
        };
    }

    /// <summary>The entry that says that a row is refused no longer.</summary>
    internal static JournalEntry Corrected(JournalRow row, DateTimeOffset time) => new()
    {
        Kind = JournalEntryKind.State,
        Time = time,
        Key = row.Key,
        Server = row.Server,
        Job = row.Job,
        Digest = row.Digest,
        Occurrence = row.Occurrence,
        Status = ApimartTaskStatus.Submitted,
        RowNumber = row.Number,
    };
}
