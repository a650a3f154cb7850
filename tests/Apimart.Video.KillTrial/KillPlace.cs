namespace Apimart.Video.KillTrial;

/// <summary>A step of a batch at which a worker can end its own life.</summary>
public enum KillPlace
{
    /// <summary>Between the intent and the POST.</summary>
    BeforeSend,

    /// <summary>Between the server's acceptance and its record in the journal.</summary>
    AfterAnswer,

    /// <summary>In the middle of a line of the journal.</summary>
    JournalWrite,

    /// <summary>In the middle of a file.</summary>
    Download,

    /// <summary>Between a finished file and its record in the journal.</summary>
    AfterSave,
}
