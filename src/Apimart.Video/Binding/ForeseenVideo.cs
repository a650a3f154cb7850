using Apimart.Video.Chains;
using Apimart.Video.Planning;

namespace Apimart.Video;

/// <summary>What would become of a row, or of one video of it.</summary>
/// <param name="Row">The row.</param>
/// <param name="Video">The video; null for a row that is refused.</param>
/// <param name="Plan">What would become of it.</param>
internal sealed record ForeseenVideo(PreparedRow Row, PreparedVideo? Video, PlannedVideo Plan);
