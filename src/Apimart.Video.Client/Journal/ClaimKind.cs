namespace Apimart.Video.Journal;

/// <summary>What the journal says to a row that wants to be submitted.</summary>
internal enum ClaimKind
{
    /// <summary>The row is new, and claimed: it may be sent.</summary>
    New,

    /// <summary>The row's outcome was unknown, and the user asked to send it again.</summary>
    Repeat,

    /// <summary>The row was sent before and not executed: it may be sent, with the same key and bytes.</summary>
    Again,

    /// <summary>The row was accepted before.</summary>
    Known,

    /// <summary>Another machine is sending the row at this moment, and lives.</summary>
    Elsewhere,

    /// <summary>The row was sent before and its outcome is unknown.</summary>
    Unknown,

    /// <summary>The journal holds entries of a later format: whether the row was sent cannot be told.</summary>
    Unreadable,

    /// <summary>Lines of the journal cannot be believed, and the row may stand in one of them.</summary>
    Damaged,
}
