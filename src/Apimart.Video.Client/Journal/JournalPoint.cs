namespace Apimart.Video.Journal;

/// <summary>
/// The points between two steps that last. The kill trial ends a process at each of them, by this list: a new step that lasts adds
/// its point here, and passes it.
/// </summary>
internal enum JournalPoint
{
    /// <summary>Lines are made, by what the journal holds under its lock; none is written.</summary>
    LinesMade,

    /// <summary>The lines are in the file, and perhaps not on the disk yet.</summary>
    LinesWritten,

    /// <summary>The lines are on the disk; nobody was told.</summary>
    LinesOnDisk,

    /// <summary>What could not be written lies in the second place.</summary>
    OwedKept,

    /// <summary>What was owed is on the disk, and taken away from the second place.</summary>
    OwedForgotten,

    /// <summary>A repair has read the file.</summary>
    RepairRead,

    /// <summary>The original has a copy.</summary>
    RepairOriginalCopied,

    /// <summary>The mended file is whole, beside the original.</summary>
    RepairFileWritten,

    /// <summary>The mended file is in the original's place.</summary>
    RepairFileInPlace,

    /// <summary>What is to stand in the file after a merge or a removal is known.</summary>
    RewriteRead,

    /// <summary>The new file is whole and on the disk, beside the old one.</summary>
    RewriteFileWritten,

    /// <summary>The new file was read again, and holds what it should.</summary>
    RewriteFileReadBack,

    /// <summary>The new file is in the old one's place.</summary>
    RewriteFileInPlace,

    /// <summary>That it is there is on the disk as well.</summary>
    RewriteFolderFlushed,
}
