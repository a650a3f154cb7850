namespace Apimart.Video.Journal;

/// <summary>Holds each line against its checksums and the line before it, in the order of the file.</summary>
internal sealed class LineCheck
{
    private readonly List<JournalDamage> _damages = [];
    private readonly List<JournalDamage> _maybeTorn = [];

    /// <summary>The number of the last line.</summary>
    internal long Line { get; private set; }

    /// <summary>The checksum of the last line; 0 where that has none.</summary>
    internal uint Seal { get; private set; }

    /// <summary>The lines that cannot be believed. The rest of a write that was cut short is not among them.</summary>
    internal IEnumerable<JournalDamage> Damages => _damages.Concat(_maybeTorn);

    internal bool HasDamages => _damages.Count + _maybeTorn.Count > 0;

    internal void Clear()
    {
        _damages.Clear();
        _maybeTorn.Clear();
        Line = 0;
        Seal = 0;
    }

    /// <summary>Goes on behind lines that are all to be believed.</summary>
    internal void Resume(long line, uint seal)
    {
        Line = line;
        Seal = seal;
    }

    /// <summary>Looks at the next line, as it was read or not.</summary>
    /// <returns>Whether the line may be taken in.</returns>
    internal bool Accepts(SealReading seal, bool isReadable, JournalScan scan)
    {
        Line++;
        if (seal is { IsSealed: true, IsWhole: false })
        {
            Seal = seal.Own;
            Damage("its checksum does not hold");
            return false;
        }

        if (!isReadable)
        {
            if (scan.IsLater)
            {
                Seal = seal.IsSealed ? seal.Own : 0;
                return false;
            }

            // Of a writer that died in the middle, if the next line says so.
            _maybeTorn.Add(new JournalDamage(Line, "it cannot be read"));
            return false;
        }

        if (!seal.IsSealed && scan.Version >= JournalEntry.FirstSealedVersion)
        {
            Damage("its checksum is missing");
            return false;
        }

        if (seal.IsSealed && seal.Former != Seal)
        {
            Damage("it does not follow the line before it: lines were taken away, added or moved");
        }
        else if (seal.IsSealed && scan.IsAfterTorn)
        {
            _maybeTorn.Clear();
        }

        _damages.AddRange(_maybeTorn);
        _maybeTorn.Clear();
        Seal = seal.IsSealed ? seal.Own : 0;
        return true;
    }

    /// <summary>Adds what only the other lines tell of the last one.</summary>
    internal void Damage(string reason)
    {
        _damages.AddRange(_maybeTorn);
        _maybeTorn.Clear();
        _damages.Add(new JournalDamage(Line, reason));
    }

    /// <summary>Counts a line without an entry.</summary>
    internal void PassBlank() => Line++;
}
