namespace Apimart.Video.Journal;

/// <summary>A finished video's link, as the journal holds it; without a link where the server gave none in this place.</summary>
internal sealed record JournalLink(string? Url, DateTimeOffset? Expires);
