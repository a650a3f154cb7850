using Apimart.Video.Api;
using Microsoft.Win32.SafeHandles;

namespace Apimart.Video.Journal;

/// <summary>A journal that was read to be merged into another; it is only read, never written.</summary>
public sealed class JournalSource
{
    internal JournalSource(string path, JournalFold fold)
    {
        Path = path;
        Fold = fold;
    }

    /// <summary>The file, or the address of a database.</summary>
    public string Path { get; }

    /// <summary>How many rows it holds, whatever became of them.</summary>
    public int Rows => Fold.Rows.Count;

    internal JournalFold Fold { get; }

    /// <summary>The file of a journal that is named by its folder or by itself.</summary>
    public static string FileOf(string path) => Directory.Exists(path) ? System.IO.Path.Combine(path, JournalFolder.EntriesName) : path;

    /// <summary>Reads a journal. A last line that was cut short is passed over.</summary>
    /// <param name="path">Its folder, or its file.</param>
    /// <exception cref="ApimartException">It cannot be read, is damaged, or was written by a later version.</exception>
    public static JournalSource Read(string path)
    {
        string name = System.IO.Path.GetFullPath(FileOf(path));
        try
        {
            using SafeFileHandle file = File.OpenHandle(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            JournalIndex index = new();
            JournalFile.CatchUp(index, file);
            return index.HasDamages ? throw JournalErrors.SourceDamaged(name, [.. index.Damages])
                : index.HasLaterEntries ? throw JournalErrors.Later(name)
                : new JournalSource(name, JournalFold.Read(file, index));
        }
        catch (Exception fault) when (JournalErrors.IsStorageFault(fault))
        {
            throw JournalErrors.Unavailable(name, fault);
        }
    }
}
