using System.Globalization;

namespace Apimart.Video.Benchmarks.Mutants;

/// <summary>What the command line asks for.</summary>
internal sealed class MutantOptions
{
    private readonly List<string> _names = [];
    private readonly List<int> _lines = [];

    /// <summary>How many mutants of each room are tried; null for all.</summary>
    internal int? SampleSize { get; private set; }

    /// <summary>What the sample is drawn with.</summary>
    internal int Seed { get; private set; } = 1;

    /// <summary>The classes of tests that are run, as the tests' own runner takes them (<c>*.Api.*</c>); none for all that are quick enough.</summary>
    internal List<string> Tests { get; } = [];

    /// <summary>The tests are built first.</summary>
    internal bool Builds { get; private set; } = true;

    /// <summary>Nothing is run.</summary>
    internal bool ListsOnly { get; private set; }

    /// <summary>The mutants that were caught are printed also, each with the test that caught it.</summary>
    internal bool TellsAll { get; private set; }

    /// <summary>The rooms and files, for people.</summary>
    internal string Rooms => string.Join(", ", _names);

    internal static MutantOptions Read(string[] args)
    {
        MutantOptions options = new();
        for (int at = 0; at < args.Length; at++)
        {
            switch (args[at])
            {
                case "--sample":
                    options.SampleSize = Number(args[++at]);
                    break;
                case "--seed":
                    options.Seed = Number(args[++at]);
                    break;
                case "--line":
                    options._lines.Add(Number(args[++at]));
                    break;
                case "--tests":
                    options.Tests.Add(args[++at]);
                    break;
                case "--no-build":
                    options.Builds = false;
                    break;
                case "--list":
                    options.ListsOnly = true;
                    break;
                case "--all":
                    options.TellsAll = true;
                    break;
                default:
                    options._names.Add(args[at].TrimEnd('/'));
                    break;
            }
        }

        return options._names.Count > 0 ? options : throw new ArgumentException("Name a room of the engine (Api) or a file of it (Api/SubmitVerdict.cs).", nameof(args));
    }

    /// <summary>Whether a file of the engine is changed: it is named, or lies in a room that is.</summary>
    internal bool Chooses(string file) =>
        _names.Exists(name => file == name || file.StartsWith(name + "/", StringComparison.Ordinal) || file.EndsWith("/" + name, StringComparison.Ordinal));

    internal bool Chooses(Mutant mutant) => _lines.Count == 0 || _lines.Contains(mutant.Line);

    /// <summary>All, or as many of each room as are wanted, drawn by the seed and in the order of the text.</summary>
    internal IEnumerable<Mutant> Sample(IEnumerable<Mutant> mutants) => mutants.GroupBy(mutant => mutant.Room).SelectMany(room =>
    {
        Mutant[] drawn = [.. room];
        new Random(Seed).Shuffle(drawn);
        return drawn.Take(SampleSize ?? drawn.Length).OrderBy(mutant => mutant.Id);
    });

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
