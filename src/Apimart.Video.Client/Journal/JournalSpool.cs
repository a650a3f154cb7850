using System.Security.Cryptography;
using System.Text;
using Apimart.Video.Files;

namespace Apimart.Video.Journal;

/// <summary>
/// A second place for answers that the journal could not take, in the temporary folder, so that they outlive the process. The next
/// run of whoever uses the same journal finds them there.
/// </summary>
internal sealed class JournalSpool
{
    private const int NameLength = 16;

    private readonly string _own;

    /// <param name="journal">Where the journal lies, by which the place is found again.</param>
    internal JournalSpool(string journal)
    {
        string name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(journal))).ToLowerInvariant()[..NameLength];
        Root = Path.Combine(Path.GetTempPath(), $"apimart-video-owed-{name}");
        _own = Path.Combine(Root, $"{Guid.NewGuid():n}.jsonl");
    }

    internal string Root { get; }

    /// <summary>Adds an entry; that this place is full as well changes nothing.</summary>
    internal void Keep(JournalEntry entry)
    {
        try
        {
            Disk.WhenFree(() => Append([.. LineSeal.Close(JournalBatch.ToLine(entry), 0, out _), (byte)'\n']));
        }
        catch (Exception fault) when (JournalErrors.IsStorageFault(fault))
        {
            // It stays in memory, and is tried again while the session lives.
        }
    }

    private void Append(byte[] line)
    {
        using FileStream file = Open();
        file.Seek(0, SeekOrigin.End);
        file.Write(line);
        file.Flush(flushToDisk: true);
    }

    private FileStream Open()
    {
        try
        {
            return Create();
        }
        catch (DirectoryNotFoundException)
        {
            // Another process took the empty folder away in this very moment.
            return Create();
        }

        FileStream Create()
        {
            JournalFolder.CreateOwn(Root);
            return new FileStream(_own, JournalFolder.OwnFile(FileShare.Read));
        }
    }

    /// <summary>What lies here, of this process or of one before. A file that cannot be read is left for the next time.</summary>
    internal IReadOnlyList<SpoolFile> Read()
    {
        try
        {
            return Directory.Exists(Root) ? [.. Directory.GetFiles(Root, "*.jsonl").Select(Read).OfType<SpoolFile>()] : [];
        }
        catch (Exception fault) when (JournalErrors.IsStorageFault(fault))
        {
            return [];
        }
    }

    private static SpoolFile? Read(string path)
    {
        try
        {
            byte[] content = Disk.Read(path);
            return new SpoolFile(path, content.Length, [.. Encoding.UTF8.GetString(content).Split('\n').Select(Entry).OfType<JournalEntry>()]);
        }
        catch (Exception fault) when (JournalErrors.IsStorageFault(fault))
        {
            return null;
        }
    }

    /// <summary>Takes files away whose entries are in the journal, and the place itself where nothing else lies there.</summary>
    internal void Forget(IReadOnlyList<SpoolFile> files)
    {
        try
        {
            foreach (SpoolFile file in files)
            {
                Forget(file);
            }

            if (files.Count > 0 && !Directory.EnumerateFileSystemEntries(Root).Any())
            {
                Directory.Delete(Root);
            }
        }
        catch (Exception fault) when (JournalErrors.IsStorageFault(fault))
        {
            // To be recorded a second time does no harm.
        }
    }

    /// <summary>Takes a file away, unless its session has added to it since it was read, or is just about to.</summary>
    private static void Forget(SpoolFile file)
    {
        FileShare nobody = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;
        using FileStream alone = new(file.Path, FileMode.Open, FileAccess.ReadWrite, nobody);
        if (alone.Length == file.Length)
        {
            File.Delete(file.Path);
        }
    }

    private static JournalEntry? Entry(string text)
    {
        byte[] line = Encoding.UTF8.GetBytes(text);
        return LineSeal.TryRead(line, out _, out uint own) && LineSeal.Holds(line, own) ? JournalTasks.Parse(line) : null;
    }
}

/// <summary>A file of the second place, as it was when it was read.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Entries">What it holds.</param>
internal sealed record SpoolFile(string Path, long Length, IReadOnlyList<JournalEntry> Entries);
