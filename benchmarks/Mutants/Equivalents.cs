namespace Apimart.Video.Benchmarks.Mutants;

/// <summary>The changes that were judged to make no difference that a test could see, each with the reason.</summary>
internal sealed class Equivalents
{
    private const string ListName = "Equivalents.tsv";

    private readonly Dictionary<(string File, string Change), string> _reasons;

    private Equivalents(Dictionary<(string File, string Change), string> reasons)
    {
        _reasons = reasons;
    }

    /// <summary>Reads the list: file, change and reason, parted by tabs. A change is known by its code, so that lines may move.</summary>
    internal static Equivalents Read(string folder) => new(File.ReadLines(Path.Combine(folder, ListName))
        .Select(line => line.Split('\t'))
        .ToDictionary(row => (row[0], row[1]), row => row[2]));

    /// <summary>A change that no test noticed, and that was judged, has the fate of its judgement.</summary>
    internal Verdict Judge(Verdict verdict) =>
        verdict.Fate is not (MutantFate.Killed or MutantFate.TimedOut) && _reasons.TryGetValue(KeyOf(verdict.Mutant), out string? reason)
            ? verdict with { Fate = MutantFate.Equivalent, Why = reason }
            : verdict;

    /// <summary>What is listed of these files and is no change any more.</summary>
    internal IEnumerable<string> Stale(IReadOnlyCollection<Mutant> mutants, Func<string, bool> chooses) => _reasons.Keys
        .Where(listed => chooses(listed.File))
        .Except(mutants.Select(KeyOf))
        .Select(listed => $"{listed.File}: {listed.Change}");

    private static (string File, string Change) KeyOf(Mutant mutant) => (mutant.File, $"{mutant.Change}: {mutant.Text}");
}
