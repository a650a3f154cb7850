using System.Collections.Immutable;
using Apimart.Video.Models;

namespace Apimart.Video.Planning;

/// <summary>Why a row would not be sent.</summary>
/// <param name="ErrorId">The stable name of the reason, as in the error of the real run.</param>
/// <param name="Message">What is wrong, by which rule, and where the rule comes from.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record PlanProblem(string ErrorId, string Message, string? Advice)
{
    /// <summary>The rules that the request breaks, one by one; empty where something else is the reason.</summary>
    public ImmutableArray<RequestProblem> Rules { get; init; } = [];

    /// <summary>Returns the message.</summary>
    public override string ToString() => Message;
}
