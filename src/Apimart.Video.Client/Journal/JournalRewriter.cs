using Apimart.Video.Files;
using Microsoft.Win32.SafeHandles;

namespace Apimart.Video.Journal;

/// <summary>
/// Puts a new file in the journal's place. Until it is whole and on the disk the old one stays there, so that a process which ends
/// at any byte leaves one or the other. Runs under the writer's lock.
/// </summary>
internal sealed class JournalRewriter
{
    private const int BufferSize = 1 << 16;

    private readonly JournalFolder _folder;
    private readonly JournalFile _file;

    internal JournalRewriter(JournalFolder folder, JournalFile file)
    {
        _folder = folder;
        _file = file;
    }

    /// <summary>Writes the lines, reads them back, and lets them take the place of what is there.</summary>
    /// <returns>False where those very lines are there already.</returns>
    /// <exception cref="IOException">The disk did not keep what was written; the old file is in its place.</exception>
    internal bool Write(JournalFold fold)
    {
        _file.Passed(JournalPoint.RewriteRead, []);
        string part = _folder.Entries + ".part";
        WriteLines(part, Seal(fold.Lines()));
        _file.Passed(JournalPoint.RewriteFileWritten, []);
        if (File.Exists(_folder.Entries) && IsSame(part, _folder.Entries))
        {
            File.Delete(part);
            return false;
        }

        ReadBack(part, fold);
        _file.Passed(JournalPoint.RewriteFileReadBack, []);
        _file.Snapshot.Forget();
        Disk.Move(part, _folder.Entries, overwrite: true);
        _file.Passed(JournalPoint.RewriteFileInPlace, []);
        FolderSync.Flush(_folder.Root);
        _file.Passed(JournalPoint.RewriteFolderFlushed, []);
        return true;
    }

    /// <summary>Entries as lines with their checksums and line feeds.</summary>
    internal static IEnumerable<byte[]> Seal(IEnumerable<JournalEntry> entries)
    {
        uint seal = 0;
        foreach (JournalEntry entry in entries)
        {
            yield return LineSeal.Close(JournalBatch.ToLine(entry), seal, out seal);
            yield return [(byte)'\n'];
        }
    }

    /// <summary>Writes a file of its own, to the disk.</summary>
    internal static void WriteLines(string path, IEnumerable<byte[]> parts)
    {
        using FileStream file = new(path, JournalFolder.OwnFile(FileShare.None));
        file.SetLength(0);
        using BufferedStream buffered = new(file, BufferSize);
        foreach (byte[] part in parts)
        {
            buffered.Write(part);
        }

        buffered.Flush();
        file.Flush(flushToDisk: true);
    }

    private static void ReadBack(string path, JournalFold fold)
    {
        JournalIndex index = new();
        using SafeFileHandle file = File.OpenHandle(path);
        JournalFile.CatchUp(index, file);
        if (index.HasDamages || fold.Rows.Keys.Concat(fold.Unsent.Keys).Any(key => index.FindKey(key) is null) || fold.Tasks.Keys.Any(id => index.Find(id) is null))
        {
            throw new IOException($"'{path}' does not hold what was written to it.");
        }
    }

    private static bool IsSame(string left, string right)
    {
        using FileStream one = Disk.OpenShared(left);
        using FileStream other = Disk.OpenShared(right);
        if (one.Length != other.Length)
        {
            return false;
        }

        byte[] first = new byte[BufferSize];
        byte[] second = new byte[BufferSize];
        int read;
        while ((read = one.ReadAtLeast(first, BufferSize, throwOnEndOfStream: false)) > 0)
        {
            if (other.ReadAtLeast(second, read, throwOnEndOfStream: false) < read || !first.AsSpan(0, read).SequenceEqual(second.AsSpan(0, read)))
            {
                return false;
            }
        }

        return true;
    }
}
