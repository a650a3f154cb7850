using Apimart.Video.Images;

namespace Apimart.Video.Models;

/// <summary>A picture on the disk that a request holds.</summary>
/// <param name="File">The picture.</param>
/// <param name="MayBeInline">Whether every place it stands at takes a <c>data:</c> link by a document, without a doubt.</param>
public sealed record RequestImage(ImageFile File, bool MayBeInline);
