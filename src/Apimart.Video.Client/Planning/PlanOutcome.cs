namespace Apimart.Video.Planning;

/// <summary>What would become of a row if it were submitted now.</summary>
/// <remarks>A long, since PowerShell's ConvertTo-Json writes such a value as its word.</remarks>
public enum PlanOutcome : long
{
    /// <summary>It would be sent, and charged.</summary>
    Submit,

    /// <summary>It was submitted before, by this job; its task is taken up and nothing is sent.</summary>
    AlreadySubmitted,

    /// <summary>It was submitted before, and its video is saved.</summary>
    Saved,

    /// <summary>It would be refused before anything is sent.</summary>
    Refused,

    /// <summary>It would not be sent because of the limit of the spend.</summary>
    OverBudget,

    /// <summary>An earlier run sent it, and whether it was accepted is unknown; it would not be sent again by itself.</summary>
    OutcomeUnknown,
}
