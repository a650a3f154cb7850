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

    /// <param name="folder">The journal's folder, by which the place is found again.</param>
    internal JournalSpool(JournalFolder folder)
    {
        string name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(folder.Root))).ToLowerInvariant()[..NameLength];
        Root = Path.Combine(Path.GetTempPath(), $"apimart-video-owed-{name}");
        _own = Path.Combine(Root, $"{Guid.NewGuid():n}.jsonl");
    }

    internal string Root { get; }

    /// <summary>Adds an entry; that this place is full as well changes nothing.</summary>
    internal void Keep(JournalEntry entry)
    {
        try
        {
            JournalFolder.CreateOwn(Root);
            using FileStream file = new(_own, JournalFolder.OwnFile(FileShare.Read));
            file.Seek(0, SeekOrigin.End);
            file.Write([.. LineSeal.Close(JournalBatch.ToLine(entry), 0, out _), (byte)'\n']);
            file.Flush(flushToDisk: true);
        }
        catch (Exception fault) when (JournalErrors.IsStorageFault(fault))
        {
            // It stays in memory, and is tried again while the session lives.
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

    /// <summary>Takes files away whose entries are in the journal.</summary>
    internal static void Forget(IEnumerable<string> files)
    {
        foreach (string file in files)
        {
            try
            {
                File.Delete(file);
            }
            catch (Exception fault) when (JournalErrors.IsStorageFault(fault))
            {
                // To be recorded a second time does no harm.
            }
        }
    }

    private static JournalEntry? Entry(string text)
    {
        byte[] line = Encoding.UTF8.GetBytes(text);
        return LineSeal.TryRead(line, out _, out uint own) && LineSeal.Holds(line, own) ? JournalTasks.Parse(line) : null;
    }
}
