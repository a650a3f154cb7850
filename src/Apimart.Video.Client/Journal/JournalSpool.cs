using System.Security.Cryptography;
using System.Text;

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
            using FileStream file = Open();
            file.Seek(0, SeekOrigin.End);
            file.Write([.. LineSeal.Close(JournalBatch.ToLine(entry), 0, out _), (byte)'\n']);
            file.Flush(flushToDisk: true);
        }
        catch (Exception fault) when (JournalErrors.IsStorageFault(fault))
        {
            // It stays in memory, and is tried again while the session lives.
        }
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

    /// <summary>What lies here, of this process or of one before.</summary>
    internal IReadOnlyList<(string File, JournalEntry[] Entries)> Read()
    {
        if (!Directory.Exists(Root))
        {
            return [];
        }

        try
        {
            return [.. Directory.GetFiles(Root, "*.jsonl").Select(file => (file, File.ReadAllLines(file).Select(Entry).OfType<JournalEntry>().ToArray()))];
        }
        catch (Exception fault) when (JournalErrors.IsStorageFault(fault))
        {
            return [];
        }
    }

    /// <summary>Takes files away whose entries are in the journal, and the place itself where nothing else lies there.</summary>
    internal void Forget(IReadOnlyList<string> files)
    {
        try
        {
            foreach (string file in files)
            {
                File.Delete(file);
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

    private static JournalEntry? Entry(string text)
    {
        byte[] line = Encoding.UTF8.GetBytes(text);
        return LineSeal.TryRead(line, out _, out uint own) && LineSeal.Holds(line, own) ? JournalTasks.Parse(line) : null;
    }
}
