namespace Apimart.Video.Chains;

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
