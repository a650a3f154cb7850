using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Apimart.Video.Journal;

/// <summary>The journal's bytes: opened for each use, so that a file which was moved away is noticed; only ever appended to.</summary>
internal sealed class JournalFile
{
    private const int ReadSize = 1 << 18;
    private const byte LineFeed = (byte)'\n';

    private readonly JournalFolder _folder;

    internal JournalFile(JournalFolder folder)
    {
        _folder = folder;
    }

    /// <summary>Writes bytes at an offset; a test puts a torn write in its place.</summary>
    internal Action<SafeFileHandle, ReadOnlyMemory<byte>, long> Write { get; set; } =
        static (file, bytes, offset) => RandomAccess.Write(file, bytes.Span, offset);

    internal FileStream OpenToAppend() => new(_folder.Entries, JournalFolder.OwnFile(FileShare.ReadWrite | FileShare.Delete));

    internal SafeFileHandle? OpenToRead()
    {
        _folder.Require();
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
    internal static void CatchUp(JournalIndex index, SafeFileHandle file)
    {
        long length = RandomAccess.GetLength(file);
        if (length < index.Position)
        {
            index.Clear();
        }

        if (length > index.Position)
        {
            AddLines(index, file);
        }
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

    private static void AddLines(JournalIndex index, SafeFileHandle file)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        try
        {
            int filled = 0;
            long offset = index.Position;
            while (RandomAccess.Read(file, buffer.AsSpan(filled), offset + filled) is > 0 and var read)
            {
                filled += read;
                int used = AddWholeLines(index, buffer.AsSpan(0, filled), offset);
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

    private static int AddWholeLines(JournalIndex index, ReadOnlySpan<byte> bytes, long offset)
    {
        int start = 0;
        while (bytes[start..].IndexOf(LineFeed) is >= 0 and var length)
        {
            index.Add(bytes.Slice(start, length), offset + start);
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
