using System.Collections.Immutable;

namespace Apimart.Video.Models;

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
