using System.Diagnostics;
using System.Globalization;
using Apimart.Video.Quickstart;

namespace Apimart.Video.Benchmarks.Mutants;

/// <summary>Changes the engine in small ways and counts the changes that no test notices.</summary>
internal sealed class MutantBenchmark : IBenchmark
{
    public string Name => "mutants";

    public string Usage => "mutants ROOM|FILE ... [--sample N] [--seed N] [--line N] [--tests CLASSES] [--all] [--list] [--no-build]   small changes to the engine: those that its tests do not notice";

    public async Task<int> RunAsync(string[] args)
    {
        MutantOptions options = MutantOptions.Read(args);
        string root = RepositoryRoot.Find();
        string engine = Path.Combine(root, "src", "Apimart.Video.Client");
        string folder = CopyTests(root, options.Builds);
        Stopwatch watch = Stopwatch.StartNew();
        MutantEngine built = MutantEngine.Build(
            EngineSource.Read(Path.Combine(engine, "Apimart.Video.Client.csproj")), engine, options.Chooses, Path.Combine(folder, "Apimart.Video.Client.dll"));
        Mutant[] wanted = [.. built.Mutants.Where(options.Chooses)];
        Console.WriteLine($"{wanted.Length} mutants of {options.Rooms}, and {built.Dropped} more that do not compile, in {watch.Elapsed.TotalSeconds:0} s");
        if (options.ListsOnly || wanted.Length == 0)
        {
            Array.ForEach(wanted, Console.WriteLine);
            return wanted.Length > 0 ? 0 : 2;
        }

        TestRun run = new(folder);
        (Coverage? coverage, string output) = await Coverage.MeasureAsync(run, folder, built.Mutants, options.Tests);
        if (coverage is null)
        {
            Console.Error.WriteLine("The tests fail with no mutant switched on:" + Environment.NewLine + output);
            return 1;
        }

        Console.WriteLine($"{coverage.Count} tests pass with no mutant switched on, {watch.Elapsed.TotalSeconds:0} s");
        Equivalents equivalents = Equivalents.Read(Path.Combine(root, "benchmarks", "Mutants"));
        foreach (string stale in equivalents.Stale(built.Mutants, options.Chooses))
        {
            Console.WriteLine($"listed as no difference, and is no change any more: {stale}");
        }

        MutantTrial trial = new(run, coverage);
        List<Verdict> verdicts = [];
        foreach (Mutant mutant in options.Sample(wanted))
        {
            Verdict verdict = equivalents.Judge(await trial.TryAsync(mutant));
            verdicts.Add(verdict);
            if (options.TellsAll || verdict.Fate is not (MutantFate.Killed or MutantFate.TimedOut or MutantFate.Equivalent))
            {
                Console.WriteLine($"{verdict.Fate,-10} {verdict.Mutant}  ({verdict.Why})");
            }
        }

        run.Forget();
        Report(verdicts, wanted, options, watch.Elapsed);
        return 0;
    }

    private static void Report(List<Verdict> verdicts, Mutant[] wanted, MutantOptions options, TimeSpan elapsed)
    {
        Console.WriteLine();
        Console.WriteLine("room          mutants  tried  killed  timeout  survived  not covered  no difference  slow tests only  score");
        foreach (IGrouping<string, Verdict> room in verdicts.GroupBy(verdict => verdict.Mutant.Room))
        {
            int Count(MutantFate fate) => room.Count(verdict => verdict.Fate == fate);
            int caught = Count(MutantFate.Killed) + Count(MutantFate.TimedOut);
            int judged = room.Count() - Count(MutantFate.SlowOnly) - Count(MutantFate.Equivalent);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{room.Key,-12}  {wanted.Count(mutant => mutant.Room == room.Key),7}  {room.Count(),5}  {Count(MutantFate.Killed),6}  {Count(MutantFate.TimedOut),7}  {Count(MutantFate.Survived),8}  {Count(MutantFate.NotCovered),11}  {Count(MutantFate.Equivalent),13}  {Count(MutantFate.SlowOnly),15}  {100.0 * caught / Math.Max(1, judged),4:0.0} %"));
        }

        Console.WriteLine($"in {elapsed.TotalMinutes:0.0} minutes{(options.SampleSize is { } size ? $"; at most {size} of a room, drawn with the seed {options.Seed}" : "")}");
    }

    /// <summary>The tests as they are built, beside where they lie, so that what they look for on the way up is found.</summary>
    private static string CopyTests(string root, bool builds)
    {
        string project = Path.Combine(root, "tests", "Apimart.Video.Client.Tests");
        if (builds)
        {
            using Process build = Process.Start(new ProcessStartInfo("dotnet", ["build", project, "-v", "q", "-c", "Debug", "-nologo"]))!;
            build.WaitForExit();
            if (build.ExitCode != 0)
            {
                throw new InvalidOperationException("The tests do not build.");
            }
        }

        string from = Directory.GetDirectories(Path.Combine(project, "bin", "Debug"))[0];
        string to = Path.Combine(project, "bin", "Mutants", $"{Path.GetFileName(from)}-{Environment.ProcessId}");
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(to, recursive: true);
        return to;
    }
}
