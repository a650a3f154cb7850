using Apimart.Video.Models;

namespace Apimart.Video.Chains;

/// <summary>A row that was understood by itself.</summary>
/// <param name="Row">Its place in a chain.</param>
/// <param name="Request">What it asks for; null where it is refused.</param>
/// <param name="Takes">Which videos of it are wanted.</param>
internal sealed record ChainInput(ChainRow Row, VideoRequest? Request, IReadOnlyList<int> Takes);
