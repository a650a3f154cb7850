namespace Apimart.Video.Chains;

/// <summary>The video that another goes on from.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Label">How a message names it.</param>
internal sealed record VideoBefore(string Id, string Label);
