using Apimart.Video.Models;

namespace Apimart.Video;

/// <summary>A row that was understood by itself.</summary>
/// <param name="Row">The row, with the reason where it is refused.</param>
/// <param name="Request">What it asks for; null where it is refused.</param>
/// <param name="Takes">Which videos of it are wanted.</param>
/// <param name="After">The name of the row that it goes on from; null for none.</param>
internal sealed record HeldRow(PreparedRow Row, VideoRequest? Request, int[] Takes, string? After);
