namespace Apimart.Video.Simulator;

/// <summary>What goes wrong. The names in brackets are those of <see cref="SimulatorFault.Parse"/>.</summary>
public enum FaultKind
{
    /// <summary>
    /// The next connection to the API, or for downloads to the file host, is reset before anything is read (<c>refuse</c>).
    /// Connections that are open already are not met.
    /// </summary>
    Refuse,

    /// <summary>The request is read, then the connection is reset; nothing is accepted (<c>reset-before-accept</c>).</summary>
    ResetBeforeAccept,

    /// <summary>The request is accepted (and billed), then the connection is reset without an answer (<c>reset-after-accept</c>).</summary>
    ResetAfterAccept,

    /// <summary>The request is read and never answered; nothing is accepted (<c>hang-before-accept</c>).</summary>
    HangBeforeAccept,

    /// <summary>The request is accepted (and billed) and never answered (<c>hang-after-accept</c>).</summary>
    HangAfterAccept,

    /// <summary>A status, by default 500, with the documented body; nothing is accepted (<c>status=503</c>).</summary>
    Status,

    /// <summary>The request is accepted (and billed), the answer is a status, by default 500 (<c>status-after-accept=502</c>).</summary>
    StatusAfterAccept,

    /// <summary>Accepted, but the answer's body is no JSON although it says so (<c>garbage</c>).</summary>
    Garbage,

    /// <summary>Accepted, but the answer is 200 with a page of HTML (<c>html</c>).</summary>
    HtmlPage,

    /// <summary>Accepted, but the answer is 200 without a body (<c>empty</c>).</summary>
    EmptyBody,

    /// <summary>Accepted, but the answer holds no task id (<c>no-task-id</c>).</summary>
    NoTaskId,

    /// <summary>Content-Length states 100 bytes, or <see cref="SimulatorFault.Bytes"/>, more than come (<c>wrong-content-length</c>).</summary>
    WrongContentLength,

    /// <summary>The connection is closed after <see cref="SimulatorFault.Bytes"/> bytes of the body, by default half (<c>cut-body=1000</c>).</summary>
    CutBody,

    /// <summary>The connection is reset after <see cref="SimulatorFault.Bytes"/> bytes of the body, by default half (<c>reset-body=1000</c>).</summary>
    ResetBody,

    /// <summary>Nothing more comes after <see cref="SimulatorFault.Bytes"/> bytes of the body, by default half (<c>stall-body=1000</c>).</summary>
    StallBody,

    /// <summary>The whole file with 200 although a range was asked for (<c>ignore-range</c>).</summary>
    IgnoreRange,

    /// <summary>The right bytes, but Content-Range states a start one byte further on (<c>wrong-content-range</c>).</summary>
    WrongContentRange,

    /// <summary>416 without a Content-Range (<c>range-not-satisfiable</c>).</summary>
    RangeNotSatisfiable,

    /// <summary>The file was replaced by one of the same length under another ETag (<c>changed-etag</c>); it stays replaced.</summary>
    ChangedETag,

    /// <summary>Neither ETag nor Last-Modified come with the file (<c>no-etag</c>).</summary>
    NoETag,

    /// <summary>403, as for a link that has expired (<c>expired</c>).</summary>
    Expired,

    /// <summary>410 (<c>gone</c>).</summary>
    Gone,

    /// <summary>302, or another status, to <see cref="SimulatorFault.Location"/> (<c>redirect=http://example.org/</c>).</summary>
    Redirect,

    /// <summary>The body comes at <see cref="SimulatorFault.Bytes"/> bytes a second, by default 1000 (<c>slow=1000</c>).</summary>
    Slow,

    /// <summary>401, as for a wrong key (<c>unauthorized</c>).</summary>
    Unauthorized,

    /// <summary>The task's status is a word that nobody knows (<c>unknown-state</c>).</summary>
    UnknownState,

    /// <summary>404, or another status, as for a task that has expired (<c>forgotten</c>).</summary>
    Forgotten,
}
