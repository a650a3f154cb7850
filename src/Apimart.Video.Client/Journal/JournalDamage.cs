namespace Apimart.Video.Journal;

/// <summary>A line of the journal that cannot be believed.</summary>
/// <param name="Line">Its number, counted from 1.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record JournalDamage(long Line, string Reason);
