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
    private bool _torn;
    private uint _seal;
    private readonly byte[] _fragment;

    /// <param name="index">The index; it takes the lines in as they are added, where it is up to date.</param>
    /// <param name="indexed">Whether the index is up to date with the file.</param>
    /// <param name="offset">The file's length.</param>
    /// <param name="torn">Whether the file's last line lacks its line feed.</param>
    /// <param name="seal">The checksum of the last whole line.</param>
    /// <param name="fragment">The line that lacks its line feed, for the index to know of.</param>
    internal JournalBatch(JournalIndex index, bool indexed, long offset, bool torn, uint seal, byte[] fragment)
    {
        _fragment = fragment;
        _torn = torn;
        _seal = seal;
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
        byte[] line = LineSeal.Close(ToLine(_torn ? entry with { Torn = true } : entry), _seal, out _seal);
        long offset = _offset + _bytes.WrittenCount;
        _bytes.Write(line);
        EndLine();
        if (_indexed)
        {
            if (_torn)
            {
                _index.Add(_fragment, offset - 1 - _fragment.Length);
            }

            _index.Add(line, offset);
        }

        _torn = false;
    }

    internal static byte[] ToLine(JournalEntry entry)
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
