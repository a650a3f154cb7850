using System.Collections.Immutable;

namespace Apimart.Video.Models;

/// <summary>What a family's models take, besides <c>model</c> and <c>prompt</c>, when they lengthen a video of their own.</summary>
internal sealed class RemixEntry
{
    public required string Source { get; init; }

    public required Standing Standing { get; init; }

    public ImmutableArray<VideoModelParameter> Parameters { get; init; } = [];
}
