using System.Collections.Immutable;

namespace Apimart.Video.Models;

/// <summary>A rule that a request breaks.</summary>
/// <param name="ErrorId">A stable name of the fault, such as <c>InvalidDuration</c>.</param>
/// <param name="Parameter">The parameter at fault.</param>
/// <param name="Value">The value at fault, as the user gave it.</param>
/// <param name="Message">The value, the rule and where the rule comes from, in one sentence.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record RequestProblem(string ErrorId, string Parameter, object? Value, string Message, string Advice)
{
    /// <summary>The fault's name where a model is sent by another name than it was asked for.</summary>
    internal const string OlderName = "OlderModelName";

    /// <summary>What happens where the problem refuses nothing, as a sentence for a warning.</summary>
    public string Consequence { get; init; } = "It is sent as it is.";

    /// <summary>Whether there is nothing that could be sent, whatever may be skipped.</summary>
    internal bool IsFinal { get; init; }
}

/// <summary>What happens when a rule is broken.</summary>
public enum Severity
{
    /// <summary>The request is refused before it is sent.</summary>
    Error,

    /// <summary>The request is sent, with a warning.</summary>
    Warning,
}

/// <summary>A request breaks rules of its model; nothing was sent.</summary>
public sealed class RequestRefusedException : Exception
{
    /// <summary>Creates the exception for at least one problem.</summary>
    public RequestRefusedException(ImmutableArray<RequestProblem> problems)
        : base(string.Join(" ", problems.Select(problem => problem.Message)))
    {
        Problems = problems;
    }

    /// <summary>What is wrong, in the order of the request's fields; never empty.</summary>
    public ImmutableArray<RequestProblem> Problems { get; }
}
