namespace Apimart.Video.Journal;

/// <summary>Counts rows by what became of them, and their dollars. Whatever tells how a job stands counts here.</summary>
internal sealed class JobTally
{
    private readonly int[] _counts = new int[Enum.GetValues<RowOutcome>().Length];

    internal int Rows => _counts.Sum();

    /// <summary>US dollars that were charged.</summary>
    internal decimal Spent { get; private set; }

    /// <summary>US dollars set aside for what is not charged yet; null where nothing was.</summary>
    internal decimal? Reserved { get; private set; }

    /// <summary>Rows that are or may be charged, and have not been as far as is known.</summary>
    internal int Uncharged { get; private set; }

    /// <summary>Of these the rows for which nothing was set aside, so that no sum is known.</summary>
    internal int Unpriced { get; private set; }

    internal int Of(RowOutcome outcome) => _counts[(long)outcome];

    /// <summary>Of the refused rows those that were refused before anything was sent.</summary>
    internal int RefusedHere { get; private set; }

    /// <param name="outcome">What became of the row.</param>
    /// <param name="cost">What was charged for it, once that is known.</param>
    /// <param name="reserved">What was set aside for it, if something was.</param>
    /// <param name="here">Whether it was refused before it was sent.</param>
    internal void Add(RowOutcome outcome, decimal? cost, decimal? reserved, bool here = false)
    {
        _counts[(long)outcome]++;
        RefusedHere += here ? 1 : 0;
        if (cost is { } charged)
        {
            Spent += charged;
            return;
        }

        if (outcome is not (RowOutcome.Running or RowOutcome.Unsaved or RowOutcome.Saved or RowOutcome.Unknown))
        {
            return;
        }

        Uncharged++;
        if (reserved is { } aside)
        {
            Reserved = (Reserved ?? 0) + aside;
        }
        else
        {
            Unpriced++;
        }
    }
}
