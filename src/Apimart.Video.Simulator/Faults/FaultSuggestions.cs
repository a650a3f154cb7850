namespace Apimart.Video.Simulator.Faults;

/// <summary>How a fault that is begun can go on: <c>route:kind[=value][:option…]</c>.</summary>
internal static class FaultSuggestions
{
    private static readonly (string Text, string Meaning)[] s_routes =
    [
        ("submit", "Requests for a video."),
        ("look", "Looks at a task."),
        ("download", "Files of videos and pictures."),
        ("upload", "Pictures that are uploaded."),
        ("other", "Everything else: the balance, prices, models."),
        ("any", "Every request."),
    ];

    private static readonly (string Text, string Meaning)[] s_anywhere =
    [
        ("status=503", "An HTTP status with the documented body; nothing is accepted."),
        ("reset-before-accept", "The connection is reset; nothing is accepted."),
        ("hang-before-accept", "The request is never answered; nothing is accepted."),
        ("refuse", "The next connection is reset before anything is read."),
        ("unauthorized", "401, as for a wrong key."),
        ("garbage", "Accepted, but the answer is no JSON."),
        ("html", "Accepted, but the answer is a page of HTML."),
        ("empty", "Accepted, but the answer has no body."),
    ];

    private static readonly (string Text, string Meaning)[] s_submit =
    [
        ("reset-after-accept", "Accepted and billed; the connection is reset without an answer."),
        ("hang-after-accept", "Accepted and billed; never answered."),
        ("status-after-accept=502", "Accepted and billed; the answer is an HTTP status."),
        ("no-task-id", "Accepted, but the answer holds no task id."),
    ];

    private static readonly (string Text, string Meaning)[] s_look =
    [
        ("unknown-state", "The task's status is a word that nobody knows."),
        ("forgotten", "404, as for a task that has expired."),
    ];

    private static readonly (string Text, string Meaning)[] s_download =
    [
        ("cut-body=1000", "The connection is closed after that many bytes."),
        ("reset-body=1000", "The connection is reset after that many bytes."),
        ("stall-body=1000", "Nothing more comes after that many bytes."),
        ("slow=1000", "That many bytes a second."),
        ("wrong-content-length", "Content-Length states more than comes."),
        ("ignore-range", "The whole file although a range was asked for."),
        ("wrong-content-range", "Content-Range states a start one byte further on."),
        ("range-not-satisfiable", "416."),
        ("changed-etag", "The file was replaced by another of the same length."),
        ("no-etag", "Neither ETag nor Last-Modified."),
        ("expired", "403, as for a link that has expired."),
        ("gone", "410."),
        ("redirect=http://127.0.0.1/", "302 to an address."),
    ];

    private static readonly (string Text, string Meaning)[] s_options =
    [
        ("2", "So many requests meet it; without a number, one does."),
        ("always", "Every request meets it."),
        ("10%", "Each request meets it with this chance."),
        ("after=1", "So many requests pass before."),
        ("match=fox", "Only requests with this text in their path or body."),
        ("code=word", "The error's word in the body."),
        ("retry-after=2", "The seconds that the server asks to wait."),
    ];

    /// <summary>The texts that begin as what is typed, one part longer, each with its meaning.</summary>
    internal static IEnumerable<(string Text, string Meaning)> Of(string typed)
    {
        int colon = typed.LastIndexOf(':');
        if (colon < 0)
        {
            return s_routes.Select(route => ($"{route.Text}:", route.Meaning));
        }

        string before = typed[..(colon + 1)];
        string[] parts = before.Split(':', StringSplitOptions.RemoveEmptyEntries);
        string route = parts[0].Trim().ToLowerInvariant();
        IEnumerable<(string Text, string Meaning)> next = parts.Length > 1 ? s_options : route switch
        {
            "submit" => s_submit.Concat(s_anywhere),
            "look" => s_look.Concat(s_anywhere),
            "download" => s_download.Concat(s_anywhere),
            "upload" or "other" => s_anywhere,
            "any" => s_anywhere.Concat(s_submit).Concat(s_look).Concat(s_download),
            _ => [],
        };
        return next.Select(part => (before + part.Text, part.Meaning));
    }
}
