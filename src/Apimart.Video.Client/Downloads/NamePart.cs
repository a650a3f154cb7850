namespace Apimart.Video.Downloads;

/// <summary>A piece of a template: literal text, or a token with what stands behind its colon.</summary>
internal sealed record NamePart(string Text, bool IsToken, string? Format);
