using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Apimart.Video.Journal;

/// <summary>Takes in a line, without its line feed, and where it begins.</summary>
internal delegate void LineTaker(ReadOnlySpan<byte> line, long offset);

/// <summary>The journal's bytes: opened for each use, so that a file which was moved away is noticed; only ever appended to.</summary>
internal sealed class JournalFile
{
    private const int ReadSize = 1 << 18;
    private const byte LineFeed = (byte)'\n';

    private readonly JournalFolder _folder;

    internal JournalFile(JournalFolder folder)
    {
        _folder = folder;
        Snapshot = new JournalSnapshot(folder);
        OpenToAppend = () => new FileStream(folder.Entries, JournalFolder.OwnFile(FileShare.ReadWrite | FileShare.Delete));
    }

    internal JournalSnapshot Snapshot { get; }

    /// <summary>Writes bytes at an offset; a test puts a torn write in its place.</summary>
    internal Action<SafeFileHandle, ReadOnlyMemory<byte>, long> Write { get; set; } =
        static (file, bytes, offset) => RandomAccess.Write(file, bytes.Span, offset);

    /// <summary>Opens the file for an append; a test puts a program that holds it in its place.</summary>
    internal Func<FileStream> OpenToAppend { get; set; }

    /// <summary>Puts what was written on the disk; a test looks whether that is done.</summary>
    internal Action<SafeFileHandle> FlushToDisk { get; set; } = RandomAccess.FlushToDisk;

    /// <summary>Told of each point that is passed and, where lines are appended, of their kinds; a test ends the process there.</summary>
    internal Action<JournalPoint, IReadOnlyCollection<string>> Passed { get; set; } = static (_, _) => { };

    internal SafeFileHandle? OpenToRead()
    {
        _folder.Require();
        if (!File.Exists(_folder.Entries))
        {
            // An exception for each row of a plan would be half of its time.
            return null;
        }

        try
        {
            return File.OpenHandle(_folder.Entries, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether the last writer died in the middle of a line. Called under the lock.</summary>
    internal static bool EndsTorn(SafeFileHandle file, long length)
    {
        Span<byte> last = [LineFeed];
        return length > 0 && RandomAccess.Read(file, last, length - 1) == 1 && last[0] != LineFeed;
    }

    /// <summary>Brings an index up to the last line feed.</summary>
    /// <param name="index">The index.</param>
    /// <param name="file">The journal's file.</param>
    /// <param name="snapshot">Where the index may begin, and is kept for the next process.</param>
    internal static void CatchUp(JournalIndex index, SafeFileHandle file, JournalSnapshot? snapshot = null)
    {
        long length = RandomAccess.GetLength(file);
        if (length < index.Position || !index.EndsWith(End(file, index.Position)))
        {
            // Another file lies in the old one's place, shorter or longer.
            index.Clear();
        }

        if (index.Position == 0)
        {
            snapshot?.Load(index, file);
        }

        if (length > index.Position)
        {
            if (index.Position == 0)
            {
                index.SkipMark("\uFEFF"u8[..MarkLength(file)]);
            }

            Walk(file, index.Position, long.MaxValue, index.Add);
            snapshot?.Save(index);
        }
    }

    /// <summary>What stands before an offset, as much of it as an index remembers.</summary>
    private static ReadOnlySpan<byte> End(SafeFileHandle file, long offset)
    {
        int length = (int)Math.Min(offset, JournalIndex.EndLength);
        return Read(file, new LineSpan(offset - length, length));
    }

    /// <summary>The checksum of the whole line that ends at an offset; 0 where it has none.</summary>
    internal static uint SealBefore(SafeFileHandle file, long offset)
    {
        // Room for the line feed, and for what an editor puts before it.
        Span<byte> end = stackalloc byte[LineSeal.Length + 3];
        long start = Math.Max(0, offset - end.Length);
        int read = RandomAccess.Read(file, end[..(int)(offset - start)], start);
        return LineSeal.TryRead(end[..read].TrimEnd("\r\n"u8), out _, out uint own) ? own : 0;
    }

    /// <summary>Where the last line begins that lacks its line feed. Called under the lock.</summary>
    internal static long StartOfTorn(SafeFileHandle file, long length)
    {
        byte[] buffer = new byte[ReadSize];
        for (long end = length; end > 0;)
        {
            long start = Math.Max(0, end - buffer.Length);
            int read = RandomAccess.Read(file, buffer.AsSpan(0, (int)(end - start)), start);
            if (buffer.AsSpan(0, read).LastIndexOf(LineFeed) is >= 0 and var at)
            {
                return start + at + 1;
            }

            end = start;
        }

        return 0;
    }

    internal static byte[] Read(SafeFileHandle file, LineSpan span)
    {
        byte[] line = new byte[span.Length];
        int filled = 0;
        while (filled < line.Length && RandomAccess.Read(file, line.AsSpan(filled), span.Offset + filled) is > 0 and var read)
        {
            filled += read;
        }

        return line;
    }

    /// <summary>Goes through the lines from one offset up to another, or up to the last line feed.</summary>
    internal static void Walk(SafeFileHandle file, long start, long end, LineTaker take)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        try
        {
            int filled = 0;
            long offset = start;
            while (offset + filled < end
                && RandomAccess.Read(file, Room(buffer, filled, end - offset), offset + filled) is > 0 and var read)
            {
                filled += read;
                int used = TakeWholeLines(buffer.AsSpan(0, filled), offset, take);
                offset += used;
                filled -= used;
                buffer.AsSpan(used, filled).CopyTo(buffer);
                if (filled == buffer.Length)
                {
                    buffer = Grow(buffer);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The length of the mark that some editors put at a file's head.</summary>
    internal static int MarkLength(SafeFileHandle file)
    {
        Span<byte> head = stackalloc byte[3];
        return RandomAccess.Read(file, head, 0) == head.Length && head.SequenceEqual("\uFEFF"u8) ? head.Length : 0;
    }

    /// <summary>The line that follows the last line feed, if it lacks nothing else; empty where it does.</summary>
    internal static byte[] WholeTail(SafeFileHandle file, long start, uint seal)
    {
        byte[] tail = Read(file, new LineSpan(start, (int)(RandomAccess.GetLength(file) - start)));
        byte[] line = tail.AsSpan().IndexOf(LineFeed) is >= 0 and var length ? tail[..length] : tail;
        return LineSeal.TryRead(line, out uint former, out uint own) && former == seal && LineSeal.Holds(line, own) ? line : [];
    }

    private static Span<byte> Room(byte[] buffer, int filled, long wanted) =>
        buffer.AsSpan(filled, (int)Math.Min(buffer.Length - filled, wanted - filled));

    private static int TakeWholeLines(ReadOnlySpan<byte> bytes, long offset, LineTaker take)
    {
        int start = 0;
        while (bytes[start..].IndexOf(LineFeed) is >= 0 and var length)
        {
            take(bytes.Slice(start, length), offset + start);
            start += length + 1;
        }

        return start;
    }

    private static byte[] Grow(byte[] buffer)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
