namespace Apimart.Video.Journal;

/// <summary>The words that say what an entry records; part of the file format.</summary>
internal static class JournalEntryKind
{
    /// <summary>A request is about to be sent for the first time.</summary>
    internal const string Intent = "intent";

    /// <summary>
    /// A request is about to be sent again with the same key and bytes: one whose outcome is unknown, on the user's word, or one
    /// that was not executed.
    /// </summary>
    internal const string Repeat = "repeat";

    internal const string Accepted = "accepted";

    internal const string Unknown = "unknown";

    internal const string Refused = "refused";

    internal const string NotExecuted = "notExecuted";

    /// <summary>What became of a task; without a task, of a row that was refused before it was sent, see <see cref="JournalEntry.IsOfUnsentRow"/>.</summary>
    internal const string State = "state";

    internal const string Saved = "saved";

    /// <summary>A picture lies at the API for a while.</summary>
    internal const string Uploaded = "uploaded";
}
