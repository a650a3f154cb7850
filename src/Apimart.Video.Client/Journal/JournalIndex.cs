
namespace Apimart.Video.Journal;

/// <summary>The journal's rows in memory, brought up to date from where it was left. Its caller sees to locking.</summary>
internal sealed partial class JournalIndex
{
    private readonly JournalScan _scan = new();
    private readonly LineCheck _check = new();
    private readonly List<JournalRow> _rows = [];
    private readonly Dictionary<string, JournalRow> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JournalRow> _byTask = new(StringComparer.Ordinal);
    private readonly Dictionary<RowIdentity, JournalRow> _byIdentity = [];
    private readonly Dictionary<string, string> _owners = new(
        OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
    private readonly Dictionary<(string? Server, string Sha256), LineSpan> _uploads = [];
    private readonly HashSet<(string? Server, string Job)> _jobs = [];
    private readonly RefusedRows _refused = new();
    private readonly byte[] _end = new byte[EndLength];
    private int _endLength;

    /// <summary>How much is remembered of what was read last; more than a line's checksums.</summary>
    internal const int EndLength = 64;

    /// <summary>Up to where the file is known.</summary>
    internal long Position { get; private set; }

    /// <summary>The checksum of all that stands before <see cref="Position"/>.</summary>
    internal uint Sum { get; private set; }

    /// <summary>Counts how often everything was forgotten; rows of before are no longer to be read.</summary>
    internal int Generation { get; private set; }

    /// <summary>Whether some entries are of a later format, and so may hold rows that are not seen here.</summary>
    internal bool HasLaterEntries { get; private set; }

    /// <summary>The checksum of the last line; see <see cref="LineSeal"/>.</summary>
    internal uint Seal => _check.Seal;

    /// <summary>The lines that cannot be believed; what they told is not known here.</summary>
    internal IEnumerable<JournalDamage> Damages => _check.Damages;

    /// <summary>Whether a row that is not known here may stand in a line that cannot be believed.</summary>
    internal bool HasDamages => _check.HasDamages;

    /// <summary>The rows in the order in which they came.</summary>
    internal IReadOnlyList<JournalRow> Rows => _rows;

    internal JournalRow? Find(string taskId) => _byTask.GetValueOrDefault(taskId);

    internal JournalRow? FindKey(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>A row that was found before the file was written anew; null where it is no longer there.</summary>
    internal JournalRow? Current(JournalRow row) =>
        row.TaskId is { } id && Find(id) is { } task && task.Key == row.Key ? task
        : row.Key is { } key ? FindKey(key)
        : null;

    /// <summary>Whether these bytes are what was read last; another file in the old one's place has others there.</summary>
    internal bool EndsWith(ReadOnlySpan<byte> bytes) => bytes.EndsWith(_end.AsSpan(0, _endLength));

    /// <summary>The task that a file was last saved for.</summary>
    internal string? OwnerOf(string path) => _owners.GetValueOrDefault(path);

    /// <summary>The last upload of a content to a server; none where there was none.</summary>
    internal LineSpan FindUpload(string? server, string sha256) => _uploads.GetValueOrDefault((server, sha256));

    /// <summary>
    /// The attempt that counts for a row of a job: the last one that may have been accepted, or the last one of all where none was.
    /// </summary>
    internal JournalRow? Find(RowIdentity identity)
    {
        JournalRow? last = FindLast(identity);
        JournalRow? row = last;
        while (row is { Submit: RowState.Free })
        {
            row = row.Former;
        }

        return row ?? last;
    }

    /// <summary>The row of a job that was refused here and is still wanted, or null.</summary>
    internal JournalRow? FindRefused(string? server, string job, RowName name) => _refused.Find(server, job, name);

    /// <summary>The last attempt at a row of a job.</summary>
    internal JournalRow? FindLast(RowIdentity identity) => _byIdentity.GetValueOrDefault(identity);

    /// <summary>Whether the same row of the same job was submitted anew, after this attempt surely brought nothing.</summary>
    internal bool IsSuperseded(JournalRow row) =>
        row is { IsOneOfSeveral: true, Identity: { } identity }
        && (row.Submit == RowState.Free || row.HasFailed)
        && Find(identity) != row;

    /// <summary>Whether any row of a job is known here.</summary>
    internal bool HasJob(string? server, string job) => _jobs.Contains((server, job.ToUpperInvariant()));

    /// <summary>Forgets everything, where the file turned out to be another than it was.</summary>
    internal void Clear()
    {
        _rows.Clear();
        _byKey.Clear();
        _byTask.Clear();
        _byIdentity.Clear();
        _owners.Clear();
        HasLaterEntries = false;
        _uploads.Clear();
        _jobs.Clear();
        _refused.Clear();
        _check.Clear();
        Position = 0;
        Sum = 0;
        _endLength = 0;
        Generation++;
    }

    /// <summary>Starts behind the mark that some editors put at a file's head.</summary>
    internal void SkipMark(ReadOnlySpan<byte> mark)
    {
        Position = mark.Length;
        Sum = LineSeal.Extend(Sum, mark);
    }

    /// <summary>Takes in one line; what is no entry, or cannot be believed, is passed over and remembered.</summary>
    internal void Add(ReadOnlySpan<byte> line, long offset)
    {
        Position = offset + line.Length + 1;
        Sum = LineSeal.Extend(LineSeal.Extend(Sum, line), "\n"u8);
        Remember(line);
        line = line.TrimEnd("\r "u8);
        if (line.IsEmpty)
        {
            _check.PassBlank();
            return;
        }

        SealReading seal = LineSeal.Read(line);
        bool readable = _scan.TryRead(line, seal.IsWhole);
        if (!_check.Accepts(seal, readable, _scan))
        {
            HasLaterEntries |= !readable && _scan.IsLater;
            return;
        }

        LineSpan span = new(offset, line.Length);
        switch (_scan.Kind)
        {
            case JournalEntryKind.Intent when _scan.Key is not null:
                AddIntent(span);
                break;
            case JournalEntryKind.Repeat when Row() is { } row:
                row.Submit = RowState.Sending;
                row.Writer = _scan.Writer;
                break;
            case JournalEntryKind.Accepted when Row() is { } row && _scan.TaskId is not null:
                if (!IsAnother(row))
                {
                    Accept(row, span);
                }
                else if (Find(_scan.TaskId)?.TaskId != _scan.TaskId)
                {
                    Accept(Another(row), span);
                }

                break;
            case JournalEntryKind.Unknown when Row() is { } row:
                if (row.Submit == RowState.Accepted)
                {
                    break;
                }

                row.Submit = RowState.Unknown;
                row.Answer = span;
                Name(row);
                break;
            case JournalEntryKind.Refused or JournalEntryKind.NotExecuted when Row() is { } row:
                if (row.Submit == RowState.Accepted)
                {
                    break;
                }

                row.Submit = RowState.Free;
                row.WasNotExecuted = _scan.Kind == JournalEntryKind.NotExecuted;
                row.Answer = span;
                break;
            case JournalEntryKind.State when _scan.TaskId is not null:
                SetState(RowOfTask(), span);
                break;
            case JournalEntryKind.Saved when _scan is { TaskId: not null, Path: not null }:
                JournalRow saved = RowOfTask();
                (saved.Saved ??= new List<LineSpan>(1)).Add(span);
                _owners[_scan.Path] = saved.TaskId!;
                break;
            case JournalEntryKind.Uploaded when _scan.Sha256 is not null:
                _uploads[(_scan.Server, _scan.Sha256)] = span;
                break;
            case JournalEntryKind.Accepted when _scan.TaskId is not null:
                _check.Damage($"it tells of task {_scan.TaskId}, but the line that says what was asked for is missing");
                RowOfTask();
                break;
            case JournalEntryKind.Intent or JournalEntryKind.Repeat or JournalEntryKind.Accepted or JournalEntryKind.Unknown
                or JournalEntryKind.Refused or JournalEntryKind.NotExecuted:
                _check.Damage("it is an answer without the line that says what was asked for");
                break;
            case JournalEntryKind.State when _scan is { Key: not null, Job: not null, Digest: not null }:
                AddUnsent(span);
                break;
            case JournalEntryKind.State or JournalEntryKind.Saved or JournalEntryKind.Uploaded:
                break;
            default:
                _check.Damage("it is of no known kind");
                break;
        }
    }

    private void Remember(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> last = line[Math.Max(0, line.Length - EndLength + 1)..];
        last.CopyTo(_end);
        _end[last.Length] = (byte)'\n';
        _endLength = last.Length + 1;
    }
}
