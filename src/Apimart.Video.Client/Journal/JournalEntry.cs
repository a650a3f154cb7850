using Apimart.Video.Tasks;

namespace Apimart.Video.Journal;

/// <summary>One line of the journal. Each kind uses some of the fields; the others are not written, see <see cref="EntryWriter"/>.</summary>
internal sealed record JournalEntry
{
    internal const int CurrentVersion = 2;

    /// <summary>From this version on each line ends with checksums; see <see cref="LineSeal"/>.</summary>
    internal const int FirstSealedVersion = 2;

    public int Version { get; init; } = CurrentVersion;

    /// <summary>Whether what stands before this line is the rest of a write that was cut short.</summary>
    public bool Torn { get; init; }

    public string Kind { get; init; } = string.Empty;

    public DateTimeOffset Time { get; init; }

    /// <summary>The Idempotency-Key, by which a row's entries belong together.</summary>
    public string? Key { get; init; }

    /// <summary>Who sends; see <see cref="WriterPresence"/>.</summary>
    public string? Writer { get; init; }

    public string? Job { get; init; }

    /// <summary>The server, where it is one on loopback; the API and its mirrors share their tasks and have none.</summary>
    public string? Server { get; init; }

    /// <summary>SHA-256 of the canonical request; of a row that was refused here see <see cref="RowName"/>.</summary>
    public string? Digest { get; init; }

    /// <summary>The n-th row of this digest in its run, counted from 0.</summary>
    public int Occurrence { get; init; }

    /// <summary>Which video of the same row, where it is not the first; see <see cref="RowIdentity"/>.</summary>
    public int? Take { get; init; }

    /// <summary>How often the row was surely not accepted, or its task failed, before.</summary>
    public int Attempt { get; init; }

    public string? Model { get; init; }

    public string? TaskId { get; init; }

    public bool Replayed { get; init; }

    public ApimartTaskStatus? Status { get; init; }

    public string? StatusText { get; init; }

    public DateTimeOffset? Created { get; init; }

    public DateTimeOffset? Completed { get; init; }

    /// <summary>Seconds.</summary>
    public double? Estimated { get; init; }

    /// <summary>Seconds.</summary>
    public double? Actual { get; init; }

    public decimal? Cost { get; init; }

    /// <summary>US dollars that were set aside for the request before it was sent.</summary>
    public decimal? Reserved { get; init; }

    public string? Code { get; init; }

    public string? Message { get; init; }

    public int? Index { get; init; }

    public string? Path { get; init; }

    public long? Length { get; init; }

    public string? Sha256 { get; init; }

    public IReadOnlyList<JournalLink>? Videos { get; init; }

    /// <summary>The link of an uploaded picture.</summary>
    public string? Url { get; init; }

    /// <summary>When that link ends.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The place of the row in its input, counted from 1.</summary>
    public int? RowNumber { get; init; }

    public string? Prompt { get; init; }

    /// <summary>The name of the machine that sends it first.</summary>
    public string? Machine { get; init; }

    /// <summary>The user's own columns of the row; all of its cells where it was refused here.</summary>
    public IReadOnlyDictionary<string, string>? Row { get; init; }

    /// <summary>All columns of the row as they came; see <see cref="RowCells"/>.</summary>
    public IReadOnlyDictionary<string, string?>? Cells { get; init; }

    /// <summary>Where the request was sent, unless it was <c>v1/videos/generations</c>.</summary>
    public string? Route { get; init; }

    /// <summary>
    /// Whether this tells of a row that was never sent: refused here, or no longer. It is a state without a task, which readers that do
    /// not know of such rows pass over.
    /// </summary>
    internal bool IsOfUnsentRow => this is { Kind: JournalEntryKind.State, TaskId: null, Key: not null, Job: not null, Digest: not null };

    /// <summary>The body as it was sent, so that a repetition sends the same bytes.</summary>
    public string? Body { get; init; }
}
