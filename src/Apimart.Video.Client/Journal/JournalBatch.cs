using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Apimart.Video.Journal;

/// <summary>The lines that are written together, with one flush to the disk.</summary>
internal sealed class JournalBatch
{
    /// <summary>Prompts stay readable in the file: only what JSON itself demands is escaped.</summary>
    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly JournalIndex _index;
    private readonly long _offset;
    private readonly bool _indexed;

    /// <param name="index">The index; it takes the lines in as they are added, where it is up to date.</param>
    /// <param name="indexed">Whether the index is up to date with the file.</param>
    /// <param name="offset">The file's length.</param>
    /// <param name="torn">Whether the file's last line lacks its line feed.</param>
    internal JournalBatch(JournalIndex index, bool indexed, long offset, bool torn)
    {
        _index = index;
        _indexed = indexed;
        _offset = offset;
        if (torn)
        {
            EndLine();
        }
    }

    internal ReadOnlyMemory<byte> Bytes => _bytes.WrittenMemory;

    internal void Add(JournalEntry entry)
    {
        byte[] line = ToLine(entry);
        long offset = _offset + _bytes.WrittenCount;
        _bytes.Write(line);
        EndLine();
        if (_indexed)
        {
            _index.Add(line, offset);
        }
    }

    private static byte[] ToLine(JournalEntry entry)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, s_readable))
        {
            JournalLineContext.Default.JournalEntry.SerializeHandler!(writer, entry);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void EndLine() => _bytes.Write("\n"u8);
}
