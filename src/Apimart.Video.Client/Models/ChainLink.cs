namespace Apimart.Video.Models;

/// <summary>The video that a request goes on from.</summary>
/// <param name="Way">How it goes on.</param>
/// <param name="StandIn">
/// What stands in the request until that video is there. It is made of the video's identity alone, so that the identity of a row holds
/// that of the row before it, whatever task and link came of that.
/// </param>
/// <param name="Shown">How the request names it to a person.</param>
/// <param name="MayBeInline">Whether a picture may be sent within the request.</param>
internal sealed record ChainLink(ChainWay Way, string StandIn, string Shown, bool MayBeInline);

/// <summary>How a video goes on from another, the best way first.</summary>
internal enum ChainWay
{
    /// <summary>The model continues a finished video of its own, by the video's task.</summary>
    Continuation,

    /// <summary>It starts from the last frame, which the API returns with the earlier video.</summary>
    ReturnedFrame,

    /// <summary>It starts from the last frame, which is taken from the earlier video here.</summary>
    TakenFrame,
}
