using System.Text;
using Apimart.Video.Simulator.Faults;
using Apimart.Video.Simulator.Http;

namespace Apimart.Video.Simulator;

/// <summary>A fault to be met by the requests it matches.</summary>
public sealed record SimulatorFault
{
    /// <summary>The requests that can meet it.</summary>
    public SimulatorRoute Route { get; init; }

    /// <summary>What goes wrong.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>How many requests meet it.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The chance, 0 to 1, with which a matching request meets it, decided by the seed; null for all.</summary>
    public double? Probability { get; init; }

    /// <summary>How many matching requests pass before.</summary>
    public int After { get; init; }

    /// <summary>The HTTP status, for the kinds that answer with one.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The error's word, such as <c>idempotency_unavailable</c>.</summary>
    public string? ApiCode { get; init; }

    /// <summary>The value of <c>Retry-After</c>: seconds or an HTTP date.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>A number of bytes; its meaning is the kind's.</summary>
    public long? Bytes { get; init; }

    /// <summary>Where a redirect leads.</summary>
    public string? Location { get; init; }

    /// <summary>A text that the path or the body of the request has to contain.</summary>
    public string? Match { get; init; }

    /// <summary>
    /// Reads <c>route:kind[=value][:option…]</c>, such as <c>submit:reset-after-accept:2</c>, <c>look:status=503:retry-after=2:10%</c>
    /// or <c>download:cut-body=1000</c>. Options: a number of times, <c>always</c>, a chance in <c>%</c>, <c>after=N</c>,
    /// <c>code=WORD</c>, <c>retry-after=SECONDS</c>, <c>match=TEXT</c>.
    /// </summary>
    /// <exception cref="FormatException">The text is none of these; the message names what is possible.</exception>
    public static SimulatorFault Parse(string text) => FaultText.Parse(text);

    /// <summary>How a text that <see cref="Parse"/> is to read can go on: the same text with one part more, and what that means.</summary>
    /// <param name="typed">What there is of it; may be empty.</param>
    public static IEnumerable<(string Text, string Meaning)> Suggest(string typed) => FaultSuggestions.Of(typed);

    internal bool Meets(SimulatorRoute route, HttpRequest request) =>
        (Route == SimulatorRoute.Any || Route == route)
        && (Match is null
            || request.Target.Contains(Match, StringComparison.Ordinal)
            || Encoding.UTF8.GetString(request.Body).Contains(Match, StringComparison.Ordinal));
}

/// <summary>What a request is for.</summary>
public enum SimulatorRoute
{
    /// <summary>Every request; for faults only.</summary>
    Any,

    /// <summary><c>POST /v1/videos/generations</c> and <c>POST /v1/videos/{id}/remix</c>.</summary>
    Submit,

    /// <summary><c>GET /v1/tasks/{id}</c>.</summary>
    Look,

    /// <summary>A finished video, or an uploaded picture, at the file host.</summary>
    Download,

    /// <summary><c>POST /v1/uploads/images</c>.</summary>
    Upload,

    /// <summary>Everything else.</summary>
    Other,
}

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
