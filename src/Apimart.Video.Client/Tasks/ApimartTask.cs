using Apimart.Video.Journal;

namespace Apimart.Video.Tasks;

/// <summary>A video task as it was last seen; immutable, each look at the server makes a new one.</summary>
public sealed record ApimartTask
{
    /// <summary>The server's id, opaque; empty where the server gave none (see <see cref="ApimartTaskStatus.OutcomeUnknown"/> and <see cref="ApimartTaskStatus.Submitting"/>).</summary>
    public required string TaskId { get; init; }

    /// <summary>The other machine that lives and waits for this task, where several share a journal; null where it is this one's to wait for.</summary>
    internal string? WorkedOnBy { get; init; }

    /// <summary>The model that was asked for, or null where only the id is known.</summary>
    public string? Model { get; init; }

    /// <summary>The prompt, or null where only the id is known.</summary>
    public string? Prompt { get; init; }

    /// <summary>The batch the task belongs to.</summary>
    public string? JobName { get; init; }

    /// <summary>The place of its row in the input that it was piped in with, counted from 1; null for one of its own.</summary>
    public int? RowNumber { get; init; }

    /// <summary>Which video of its row it is, counted from 1; null where only the id is known.</summary>
    public int? Take { get; init; }

    /// <summary>Which of the equal rows of its input it is for, counted from 0.</summary>
    internal int Occurrence { get; init; }

    /// <summary>By what its journal knows its request again; null where no journal told.</summary>
    internal string? Digest { get; init; }

    /// <summary>How often its row's task ended without a video so far, this one counted, by its journal.</summary>
    internal int Failures { get; init; }

    /// <summary>
    /// Its row as it was piped in: all columns with their texts, in their order. Names are found without regard to case. Rows that were
    /// submitted by earlier versions have only the columns that are no parameters.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Row { get; init; }

    /// <summary>The columns of its row that are no parameters; all columns of a row that was refused here.</summary>
    internal IReadOnlyDictionary<string, string>? OwnColumns
    {
        get => _ownColumns ?? Row;
        init => _ownColumns = value;
    }

    private readonly IReadOnlyDictionary<string, string>? _ownColumns;

    /// <summary>Its row as it was piped in, in the session that did; no journal has it.</summary>
    internal object? Input { get; init; }

    /// <summary>Where the task stands.</summary>
    public ApimartTaskStatus Status { get; init; }

    /// <summary>The server's own word for the status.</summary>
    public string? StatusText { get; init; }

    /// <summary>0 to 100; 100 on failure as well.</summary>
    public int Progress { get; init; }

    /// <summary>When the server, or failing that this client, counts the task as created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When the task ended.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>How long the server expects the task to take.</summary>
    internal TimeSpan? EstimatedTime { get; init; }

    /// <summary>How long the server expects the task to take, in seconds.</summary>
    public double? EstimatedSeconds => EstimatedTime?.TotalSeconds;

    /// <summary>How long the task took.</summary>
    internal TimeSpan? ActualTime { get; init; }

    /// <summary>How long the task took, in seconds.</summary>
    public double? ActualSeconds => ActualTime?.TotalSeconds;

    /// <summary>What the task cost in US dollars; 0 on failure, null while it is not known.</summary>
    public decimal? Cost { get; init; }

    /// <summary>What <c>-MaxCost</c> set aside for it before it was sent, in US dollars; null where nothing was.</summary>
    public decimal? ReservedCost { get; init; }

    /// <summary>The finished videos.</summary>
    public ValueList<VideoLink> Videos { get; init; } = [];

    /// <summary>The link of the last frame as a picture, where the request asked for it; no journal has it, since it ends with the videos' links.</summary>
    internal Uri? LastFrame { get; init; }

    /// <summary>Why the task failed.</summary>
    public TaskFault? Error { get; init; }

    /// <summary>
    /// Whether it failed because of what it was to show, as far as the server's words tell: the same request will mostly fail again.
    /// </summary>
    public bool IsContentRefused => Status == ApimartTaskStatus.Failed && ContentRefusal.Is(Error);

    /// <summary>The request's parameters as JSON, by wire name, where they are known.</summary>
    public string? Request
    {
        get => _request?.Text;
        init => _request = value is null ? null : RequestText.Of(value);
    }

    private readonly RequestText? _request;

    /// <summary>The body as it was sent, which becomes the request when somebody looks at it.</summary>
    internal string? SentBody
    {
        init => _request = value is null ? null : RequestText.OfBody(value);
    }

    /// <summary>The <c>Idempotency-Key</c> the request was sent with, where it is known.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Whether the row was refused before anything was sent, so that there is neither a request nor a key.</summary>
    public bool IsRefusedHere { get; init; }

    /// <summary>The files the videos were saved to, as far as it is recorded.</summary>
    public ValueList<string> SavedFiles { get; init; } = [];

    /// <summary>The name of the machine that submitted it, where the journal tells.</summary>
    public string? Machine { get; init; }

    /// <summary>What became of it, in the words by which jobs are counted.</summary>
    public RowOutcome Outcome => RowOutcomes.Of(Status, SavedFiles.Length, Videos.Length);

    /// <summary>Whether the task has ended, in whatever way.</summary>
    public bool IsEnded => Status is not (ApimartTaskStatus.Submitting or ApimartTaskStatus.Submitted or ApimartTaskStatus.Processing);

    /// <summary>Whether the user was already told how the task ended, so that the next cmdlet stays silent.</summary>
    internal bool IsReported { get; init; }

    /// <summary>A row's columns in their order, found without regard to case.</summary>
    internal static IReadOnlyDictionary<string, string>? Columns(IEnumerable<KeyValuePair<string, string>>? columns)
    {
        if (columns is null)
        {
            return null;
        }

        RowColumns row = new(8);
        foreach ((string name, string value) in columns)
        {
            row[name] = value;
        }

        return row;
    }

    /// <summary>Returns the task's id.</summary>
    public override string ToString() => TaskId;

    /// <summary>This sighting, completed with what an earlier one knew.</summary>
    internal ApimartTask WithKnown(ApimartTask earlier) => this with
    {
        Model = Model ?? earlier.Model,
        Prompt = Prompt ?? earlier.Prompt,
        JobName = JobName ?? earlier.JobName,
        RowNumber = RowNumber ?? earlier.RowNumber,
        Take = Take ?? earlier.Take,
        Occurrence = Take is null ? earlier.Occurrence : Occurrence,
        Digest = Digest ?? earlier.Digest,
        Failures = Math.Max(Failures, earlier.Failures),
        Row = Row ?? earlier.Row,
        OwnColumns = _ownColumns ?? earlier._ownColumns,
        Input = Input ?? earlier.Input,
        CreatedAt = CreatedAt ?? earlier.CreatedAt,
        EstimatedTime = EstimatedTime ?? earlier.EstimatedTime,
        Request = Request ?? earlier.Request,
        IdempotencyKey = IdempotencyKey ?? earlier.IdempotencyKey,
        Machine = Machine ?? earlier.Machine,
        ReservedCost = ReservedCost ?? earlier.ReservedCost,
        SavedFiles = SavedFiles.IsEmpty ? earlier.SavedFiles : SavedFiles,
    };
}

/// <summary>A row's columns in their order, found without regard to case; reads as one line where a table has one cell for it.</summary>
internal sealed class RowColumns(int capacity) : Dictionary<string, string>(capacity, StringComparer.OrdinalIgnoreCase)
{
    /// <summary>Returns the columns with their texts.</summary>
    public override string ToString() => string.Join("; ", this.Select(column => $"{column.Key}={column.Value}"));
}
