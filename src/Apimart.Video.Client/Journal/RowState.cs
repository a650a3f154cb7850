namespace Apimart.Video.Journal;

/// <summary>How far a submit got, as its journal entries tell.</summary>
internal enum RowState
{
    /// <summary>The intent is there and no answer: on its way while the writer lives, unknown for ever after.</summary>
    Sending,

    /// <summary>It may have been accepted.</summary>
    Unknown,

    /// <summary>Surely not accepted, by refusal or because it was given up: it may be submitted again.</summary>
    Free,

    /// <summary>The server gave it a task.</summary>
    Accepted,
}
