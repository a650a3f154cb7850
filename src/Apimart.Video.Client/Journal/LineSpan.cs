namespace Apimart.Video.Journal;

/// <summary>Where a line lies in the journal, in bytes, without its line feed.</summary>
internal readonly record struct LineSpan(long Offset, int Length)
{
    internal bool IsNone => Length == 0;
}
