namespace Apimart.Video.Journal;

/// <summary>What happened in a database since it was last looked at.</summary>
/// <param name="Generation">Changes where all entries were written anew; then <paramref name="Events"/> are all there are.</param>
/// <param name="Clock">The database's clock.</param>
/// <param name="DeadAfter">How long a writer may be silent before it counts as dead.</param>
/// <param name="Events">The entries, in the order in which they were committed.</param>
/// <param name="Living">The writers that live, and their machines.</param>
internal sealed record JournalNews(
    long Generation,
    DateTimeOffset Clock,
    TimeSpan DeadAfter,
    IReadOnlyList<JournalNews.Event> Events,
    IReadOnlyDictionary<string, string> Living)
{
    internal readonly record struct Event(long Seq, string? Key, string Line);
}
