using Apimart.Video.Text;

namespace Apimart.Video.Chains;

/// <summary>A video was not sent, because the one it goes on from will not come.</summary>
internal sealed class ChainBrokenException : Exception
{
    /// <param name="cause">What the video before it is and what became of it, as a clause: <c>Row 3 (Shot 'c') failed: …</c></param>
    /// <param name="advice">What to do.</param>
    internal ChainBrokenException(string cause, string advice)
        : base($"It was not sent, since what it goes on from will not come: {Sentence(cause)}")
    {
        Cause = cause;
        Advice = advice;
    }

    /// <summary>What broke the chain, which further links name as well.</summary>
    internal string Cause { get; }

    /// <summary>What to do.</summary>
    internal string Advice { get; }

    /// <summary>The other machine that is sending the video before it, and so goes on with the chain; else null.</summary>
    internal string? Elsewhere { get; init; }

    private static string Sentence(string cause) => cause.EndsWith('.') ? cause : cause + ".";
}
