namespace Apimart.Video.Api;

/// <summary>What went wrong between this client and the API.</summary>
public enum ApimartErrorKind
{
    /// <summary>The request is wrong and must be changed (400, 413, 422 and other 4xx).</summary>
    InvalidRequest,

    /// <summary>The key is missing or not accepted (401).</summary>
    Authentication,

    /// <summary>The key may not do this (403).</summary>
    Permission,

    /// <summary>The balance is used up (402).</summary>
    Payment,

    /// <summary>Too many requests (429).</summary>
    RateLimit,

    /// <summary>The server does not know the task (404, 410, or 400 for a malformed task id).</summary>
    NotFound,

    /// <summary>The server has nothing at this address (404 to anything but the question for a task).</summary>
    WrongAddress,

    /// <summary>The idempotency key is in use or was used for another request (409).</summary>
    Conflict,

    /// <summary>The server or what stands behind it failed (5xx).</summary>
    Server,

    /// <summary>No connection could be made, or it broke.</summary>
    Network,

    /// <summary>No answer came in time.</summary>
    Timeout,

    /// <summary>The answer was not what the API is documented to send.</summary>
    Protocol,

    /// <summary>A submit or an upload did not leave, for no connection could be made; nothing was accepted.</summary>
    NotSent,

    /// <summary>A submit left and it cannot be told whether it was accepted.</summary>
    OutcomeUnknown,

    /// <summary>The journal cannot be read or written; nothing was sent.</summary>
    JournalUnavailable,

    /// <summary>Lines of the journal cannot be believed, and the row may be one of them; nothing was sent.</summary>
    JournalDamaged,

    /// <summary>The journal lies where another machine may write as well and no lock is proven to keep it out; no row of a job was sent.</summary>
    JournalShared,
}
