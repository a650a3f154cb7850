using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Apimart.Video.Tasks;

namespace Apimart.Video.Journal;

/// <summary>The entries that one decision adds; they last together or not at all.</summary>
/// <param name="index">The index.</param>
/// <param name="indexed">Whether the index is up to date.</param>
internal abstract class JournalBatch(JournalIndex index, bool indexed)
{
    /// <summary>Prompts stay readable: only what JSON itself demands is escaped.</summary>
    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal abstract void Add(JournalEntry entry);

    /// <summary>Adds what came of a row. Where the row was forgotten meanwhile an answer would be damage: its task alone is kept.</summary>
    internal void AddAnswer(JournalEntry entry)
    {
        if (!indexed || entry.Key is null || index.FindKey(entry.Key) is not null)
        {
            Add(entry);
        }
        else if (Stray(entry) is { } stray)
        {
            Add(stray);
        }
    }

    /// <summary>What is kept of an answer whose row is not known: its task, where it has one.</summary>
    internal static JournalEntry? Stray(JournalEntry entry) => entry is { Kind: JournalEntryKind.Accepted, TaskId: not null }
        ? entry with { Kind = JournalEntryKind.State, Key = null, Status = ApimartTaskStatus.Submitted }
        : null;

    internal static byte[] ToLine(JournalEntry entry)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, s_readable))
        {
            EntryWriter.Write(writer, entry);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
