namespace Apimart.Video.Journal;

/// <summary>A finished video's link, as the journal holds it.</summary>
internal sealed record JournalLink(string Url, DateTimeOffset? Expires);
