using System.Buffers;

namespace Apimart.Video.Journal;

/// <summary>The lines that are written to the file together, with one flush to the disk.</summary>
internal sealed class FileBatch : JournalBatch
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly JournalIndex _index;
    private readonly long _offset;
    private readonly bool _indexed;
    private readonly HashSet<string> _kinds = [];
    private byte[] _tail;
    private uint _seal;

    /// <param name="index">The index; it takes the lines in as they are added, where it is up to date.</param>
    /// <param name="indexed">Whether the index is up to date with the file.</param>
    /// <param name="offset">The file's length.</param>
    /// <param name="seal">The checksum of the last line that has its line feed.</param>
    /// <param name="tail">What stands behind that: the rest of a write that was cut short.</param>
    internal FileBatch(JournalIndex index, bool indexed, long offset, uint seal, byte[] tail)
        : base(index, indexed)
    {
        _index = index;
        _indexed = indexed;
        _offset = offset;
        _seal = seal;
        _tail = tail;
    }

    internal ReadOnlyMemory<byte> Bytes => _bytes.WrittenMemory;

    /// <summary>What the lines record; see <see cref="JournalEntryKind"/>.</summary>
    internal IReadOnlyCollection<string> Kinds => _kinds;

    internal override void Add(JournalEntry entry)
    {
        _kinds.Add(entry.Kind);
        bool torn = EndTail();
        byte[] line = LineSeal.Close(ToLine(torn ? entry with { Torn = true } : entry), _seal, out _seal);
        long offset = _offset + _bytes.WrittenCount;
        _bytes.Write(line);
        EndLine();
        if (_indexed)
        {
            _index.Add(line, offset);
        }
    }

    /// <summary>
    /// Ends what a dying writer left, together with the first line that follows: alone, the line feed would make damage of it.
    /// </summary>
    /// <returns>Whether it is less than a whole line, which the next line has to say.</returns>
    private bool EndTail()
    {
        if (_tail.Length == 0)
        {
            return false;
        }

        byte[] tail = _tail;
        _tail = [];
        EndLine();
        if (_indexed)
        {
            _index.Add(tail, _offset - tail.Length);
        }

        if (LineSeal.TryRead(tail, out _, out uint own) && LineSeal.Holds(tail, own))
        {
            _seal = own;
            return false;
        }

        return true;
    }

    private void EndLine() => _bytes.Write("\n"u8);
}
