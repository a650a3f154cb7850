using System.Globalization;
using System.Xml.Linq;

namespace Apimart.Video.Benchmarks.Mutants;

/// <summary>Which tests reach which mutants, and how long each test takes.</summary>
internal sealed class Coverage
{
    /// <summary>Tests that start processes, servers or long plays: nothing that a mutant should wait for; and those that look at the engine's own make, which its switches change.</summary>
    private static readonly string[] s_left = [".Architecture", ".Kill", ".RewriteKill", ".Fleet", ".Database", ".PollingGoals", ".Films.Join", ".Films.Measure", ".Films.SimulatedFilm"];

    private readonly Dictionary<int, HashSet<string>> _tests = [];
    private readonly Dictionary<string, TimeSpan> _times = [];
    private readonly Dictionary<string, HashSet<string>> _testsOfFiles = [];

    /// <summary>How many tests ran.</summary>
    internal int Count => _times.Count;

    /// <summary>Runs all tests once with no mutant switched on.</summary>
    /// <returns>What they reach, or null with the tests' output where one failed: the engine with its switches must be as good as without.</returns>
    internal static async Task<(Coverage? Coverage, string Output)> MeasureAsync(TestRun run, string folder, IReadOnlyList<Mutant> mutants, IReadOnlyList<string> classes)
    {
        string notes = Path.Combine(folder, "notes");
        string results = Path.Combine(folder, "results.xml");
        foreach (string old in Directory.GetFiles(folder, "notes.*"))
        {
            File.Delete(old);
        }

        TestEnd end = await run.RunAsync(0, TimeSpan.FromHours(1), notes,
        [
            "-xml", results,
            .. s_left.SelectMany(name => (string[])["-class-", $"*{name}*"]),
            .. classes.SelectMany(name => (string[])["-class", name]),
        ]);
        if (end.ExitCode != 0)
        {
            return (null, end.Output + end.Stopped);
        }

        Coverage coverage = new();
        coverage.ReadTimes(results);
        coverage.ReadNotes(Directory.GetFiles(folder, "notes.*"), mutants.ToDictionary(mutant => mutant.Id, mutant => mutant.File));
        return (coverage, end.Output);
    }

    /// <summary>The tests that reach a mutant, the shortest first.</summary>
    internal IReadOnlyList<string> TestsOf(Mutant mutant)
    {
        IEnumerable<string> tests = _tests.GetValueOrDefault(mutant.Id) ?? [];
        if (mutant.IsStatic || tests.Contains(""))
        {
            // It ran for one test and counts for all that use the file.
            tests = _tests.ContainsKey(mutant.Id) ? tests.Concat(_testsOfFiles.GetValueOrDefault(mutant.File) ?? []) : [];
        }

        return [.. tests.Distinct().Where(_times.ContainsKey).OrderBy(test => _times[test])];
    }

    /// <summary>Whether something reached it, be it outside of all tests.</summary>
    internal bool Reaches(Mutant mutant) => _tests.ContainsKey(mutant.Id);

    /// <summary>All tests of the classes of some tests.</summary>
    internal IReadOnlyList<string> WholeClasses(IEnumerable<string> tests)
    {
        HashSet<string> classes = [.. tests.Select(ClassOf)];
        return [.. _times.Keys.Where(test => classes.Contains(ClassOf(test)))];
    }

    internal TimeSpan TimeOf(string test) => _times[test];

    private static string ClassOf(string test) => test[..test.LastIndexOf('.')];

    private void ReadTimes(string results)
    {
        foreach (XElement test in XDocument.Load(results).Descendants("test"))
        {
            string name = $"{test.Attribute("type")!.Value}.{test.Attribute("method")!.Value}";
            double seconds = double.Parse(test.Attribute("time")!.Value, CultureInfo.InvariantCulture);
            _times[name] = _times.GetValueOrDefault(name) + TimeSpan.FromSeconds(seconds);
        }
    }

    private void ReadNotes(string[] notes, Dictionary<int, string> files)
    {
        foreach (string line in notes.SelectMany(File.ReadLines))
        {
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            int id = int.Parse(line.AsSpan(0, space), CultureInfo.InvariantCulture);
            string test = line[(space + 1)..];
            Add(_tests, id, test);
            Add(_testsOfFiles, files[id], test);
        }
    }

    private static void Add<TKey>(Dictionary<TKey, HashSet<string>> sets, TKey key, string value)
        where TKey : notnull
    {
        if (!sets.TryGetValue(key, out HashSet<string>? set))
        {
            sets[key] = set = [];
        }

        set.Add(value);
    }
}
