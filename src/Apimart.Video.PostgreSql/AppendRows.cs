using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Apimart.Video.Journal;

/// <summary>The arguments of a call that adds groups of entries: a column each.</summary>
internal sealed class AppendRows
{
    /// <summary>The kind, for the database, of an unknown outcome that is told of another's sending: only one who is dead is told of so.</summary>
    private const string Died = "died";

    private readonly List<int> _group = [];
    private readonly List<string> _kind = [];
    private readonly List<string?> _key = [];
    private readonly List<string> _server = [];
    private readonly List<string?> _job = [];
    private readonly List<string?> _digest = [];
    private readonly List<int> _occurrence = [];
    private readonly List<int> _take = [];
    private readonly List<int> _attempt = [];
    private readonly List<Guid> _claim = [];
    private readonly List<long> _seen = [];
    private readonly List<string?> _owner = [];
    private readonly List<bool> _task = [];
    private readonly List<string> _line = [];
    private readonly List<string?> _stray = [];

    internal void Add(int number, EntryGroup group, Func<string, long> seqOf)
    {
        foreach (JournalEntry entry in group.Entries)
        {
            bool ofSubmit = entry.Kind is not (JournalEntryKind.State or JournalEntryKind.Saved or JournalEntryKind.Uploaded);
            RowIdentity? identity = RowIdentity.Of(entry);
            _group.Add(number);
            _kind.Add(entry is { Kind: JournalEntryKind.Unknown, Writer: null } ? Died : entry.Kind);
            _key.Add(ofSubmit ? entry.Key : null);
            _server.Add(entry.Server ?? string.Empty);
            _job.Add(identity?.Job);
            _digest.Add(entry.Digest);
            _occurrence.Add(entry.Occurrence);
            _take.Add(entry.Take ?? RowIdentity.FirstTake);
            _attempt.Add(entry.Attempt);
            _claim.Add(group.Claim);
            _seen.Add(ofSubmit && entry.Key is { } key ? seqOf(key) : 0);
            _owner.Add(entry.Writer);
            _task.Add(entry.TaskId is not null);
            _line.Add(Encoding.UTF8.GetString(JournalBatch.ToLine(entry)));
            _stray.Add(JournalBatch.Stray(entry) is { } stray ? Encoding.UTF8.GetString(JournalBatch.ToLine(stray)) : null);
        }
    }

    internal void AddTo(NpgsqlParameterCollection parameters)
    {
        parameters.Add(Ints(_group));
        parameters.Add(Texts(_kind));
        parameters.Add(Texts(_key));
        parameters.Add(Texts(_server));
        parameters.Add(Texts(_job));
        parameters.Add(Texts(_digest));
        parameters.Add(Ints(_occurrence));
        parameters.Add(Ints(_take));
        parameters.Add(Ints(_attempt));
        parameters.Add(new NpgsqlParameter { Value = _claim.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        parameters.Add(new NpgsqlParameter { Value = _seen.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        parameters.Add(Texts(_owner));
        parameters.Add(new NpgsqlParameter { Value = _task.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Boolean });
        parameters.Add(Texts(_line));
        parameters.Add(Texts(_stray));
    }

    internal static NpgsqlParameter Texts(IEnumerable<string?> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    internal static NpgsqlParameter Ints(IEnumerable<int> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer };
}
