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
