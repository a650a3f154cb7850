namespace Apimart.Video.Simulator.Images;

/// <summary>An uploaded picture.</summary>
internal sealed record StoredImage(string Id, string ContentType, ReadOnlyMemory<byte> Content, DateTimeOffset UploadedAt);
