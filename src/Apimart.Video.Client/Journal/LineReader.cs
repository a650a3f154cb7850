using Microsoft.Win32.SafeHandles;

namespace Apimart.Video.Journal;

/// <summary>
/// Reads lines of an open journal. Lines of one kind mostly follow each other, so each kind has a part of the file of its own in
/// memory, and most lines cost no call of the system.
/// </summary>
internal sealed class LineReader
{
    private const int PartSize = 1 << 16;

    private readonly Part[] _parts = [new(), new(), new(), new()];
    private SafeFileHandle _file;

    internal LineReader(SafeFileHandle file)
    {
        _file = file;
    }

    /// <summary>Which lines are read one after the other.</summary>
    internal enum Kind
    {
        Intent,
        Answer,
        State,
        Saved,
    }

    /// <summary>Goes on with a file that was opened again, and may be another.</summary>
    internal void Reopen(SafeFileHandle file)
    {
        _file = file;
        foreach (Part part in _parts)
        {
            part.Length = 0;
        }
    }

    /// <summary>A line's bytes, until the next line of its kind is read.</summary>
    internal ReadOnlySpan<byte> Read(LineSpan line, Kind kind)
    {
        Part part = _parts[(int)kind];
        long at = line.Offset - part.Start;
        if (at < 0 || at + line.Length > part.Length)
        {
            // Only what is read on is worth reading ahead.
            bool onward = part.Length == 0 || (at >= 0 && at < 2 * PartSize);
            part.Read(_file, line.Offset, onward ? Math.Max(PartSize, line.Length) : line.Length);
            at = 0;
        }

        return part.Bytes.AsSpan((int)at, Math.Min(line.Length, part.Length - (int)at));
    }

    private sealed class Part
    {
        internal byte[] Bytes { get; private set; } = [];

        internal long Start { get; private set; }

        internal int Length { get; set; }

        internal void Read(SafeFileHandle file, long start, int wanted)
        {
            if (Bytes.Length < wanted)
            {
                Bytes = new byte[wanted];
            }

            Start = start;
            Length = 0;
            while (Length < wanted && RandomAccess.Read(file, Bytes.AsSpan(Length, wanted - Length), start + Length) is > 0 and var read)
            {
                Length += read;
            }
        }
    }
}

/// <summary>Where a line lies in the journal, in bytes, without its line feed.</summary>
internal readonly record struct LineSpan(long Offset, int Length)
{
    internal bool IsNone => Length == 0;
}
