using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Apimart.Video.Journal;

/// <summary>What is handed to a procedure: a JSON array, an object each.</summary>
internal static class EntryJson
{
    /// <summary>The kind, for the database, of an unknown outcome that is told of another's sending: only one who is dead is told of so.</summary>
    private const string Died = "died";

    /// <summary>As in the lines: only what JSON itself demands is escaped.</summary>
    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Groups of entries, to be added.</summary>
    internal static string Of(IReadOnlyList<EntryGroup> groups, Func<string, long> seqOf) => ArrayOf(json =>
    {
        for (int part = 0; part < groups.Count; part++)
        {
            foreach (JournalEntry entry in groups[part].Entries)
            {
                bool ofSubmit = IsOfSubmit(entry);
                json.WriteStartObject();
                json.WriteNumber("part", part);
                json.WriteString("kind", entry is { Kind: JournalEntryKind.Unknown, Writer: null } ? Died : entry.Kind);
                json.WriteString("key", ofSubmit ? entry.Key : null);
                json.WriteString("server", entry.Server ?? string.Empty);
                json.WriteString("job", RowIdentity.Of(entry)?.Job);
                json.WriteString("digest", entry.Digest);
                json.WriteNumber("occurrence", entry.Occurrence);
                json.WriteNumber("take", entry.Take ?? RowIdentity.FirstTake);
                json.WriteNumber("attempt", entry.Attempt);
                json.WriteString("claim", groups[part].Claim);
                json.WriteNumber("seen", ofSubmit ? seqOf(entry.Key!) : 0);
                json.WriteString("owner", entry.Writer);
                json.WriteString("line", JournalBatch.ToLine(entry));
                json.WriteString("stray", JournalBatch.Stray(entry) is { } stray ? Encoding.UTF8.GetString(JournalBatch.ToLine(stray)) : null);
                json.WriteEndObject();
            }
        }
    });

    /// <summary>All entries that a fold leaves, and the rows as they leave them.</summary>
    internal static (string Lines, string Rows) Of(JournalFold fold)
    {
        JournalIndex index = new();
        Dictionary<string, int> last = new(StringComparer.Ordinal);
        uint seal = 0;
        long offset = 0;
        int count = 0;
        string lines = ArrayOf(json =>
        {
            foreach (JournalEntry entry in fold.Lines())
            {
                byte[] text = JournalBatch.ToLine(entry);
                byte[] line = LineSeal.Close(text, seal, out seal);
                index.Add(line, offset);
                offset += line.Length + 1;
                count++;
                string? key = IsOfSubmit(entry) ? entry.Key : null;
                json.WriteStartObject();
                json.WriteString("line", text);
                json.WriteString("key", key);
                json.WriteEndObject();
                if (key is not null)
                {
                    last[key] = count;
                }
            }
        });
        return (lines, ArrayOf(json =>
        {
            foreach (JournalRow row in last.Keys.Select(key => index.FindKey(key)!))
            {
                json.WriteStartObject();
                json.WriteString("key", row.Key);
                json.WriteString("server", row.Server ?? string.Empty);
                json.WriteString("job", row.Identity?.Job);
                json.WriteString("digest", row.Digest);
                json.WriteNumber("occurrence", row.Occurrence);
                json.WriteNumber("take", row.Take);
                json.WriteNumber("attempt", row.Attempt);
                json.WriteString("state", StateOf(row));
                json.WriteString("writer", row.Writer);
                json.WriteNumber("last", last[row.Key!]);
                json.WriteEndObject();
            }
        }));
    }

    private static bool IsOfSubmit(JournalEntry entry) =>
        entry.Key is not null && entry.Kind is not (JournalEntryKind.State or JournalEntryKind.Saved or JournalEntryKind.Uploaded);

    private static string StateOf(JournalRow row) => row.Submit switch
    {
        RowState.Accepted => JournalEntryKind.Accepted,
        RowState.Unknown => JournalEntryKind.Unknown,
        RowState.Free => row.WasNotExecuted ? JournalEntryKind.NotExecuted : JournalEntryKind.Refused,
        _ => "submitting",
    };

    private static string ArrayOf(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, s_readable))
        {
            json.WriteStartArray();
            write(json);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
