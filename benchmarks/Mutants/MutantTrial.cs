namespace Apimart.Video.Benchmarks.Mutants;

/// <summary>Runs for each mutant the tests that reach it, in a process of their own.</summary>
internal sealed class MutantTrial
{
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan s_quick = TimeSpan.FromSeconds(1.5);

    private readonly TestRun _run;
    private readonly Coverage _coverage;

    internal MutantTrial(TestRun run, Coverage coverage)
    {
        _run = run;
        _coverage = coverage;
    }

    internal async Task<Verdict> TryAsync(Mutant mutant)
    {
        IReadOnlyList<string> tests = _coverage.TestsOf(mutant);
        if (tests.Count == 0)
        {
            return new Verdict(mutant, _coverage.Reaches(mutant) ? MutantFate.SlowOnly : MutantFate.NotCovered, "");
        }

        // The short ones first: most mutants need no more.
        TimeSpan sum = default;
        string[] quick = [.. tests.TakeWhile((test, index) => (sum += _coverage.TimeOf(test)) < s_quick || index == 0)];
        Verdict? verdict = await LookAsync(mutant, quick);
        if (verdict is null)
        {
            // What a test set up for its whole class, or cached, was noted for one test only.
            string[] all = [.. _coverage.WholeClasses(tests)];
            verdict = Judge(mutant, await _run.RunAsync(mutant.Id, Limit(all), notes: null, Words(all)));
        }

        return verdict ?? new Verdict(mutant, MutantFate.Survived, $"{tests.Count} tests reach it, as {tests[0]}");
    }

    /// <summary>A first look, in a process that has run other mutants. A failure counts only if the same test passes without the mutant.</summary>
    private async Task<Verdict?> LookAsync(Mutant mutant, string[] tests)
    {
        if (mutant.IsStatic)
        {
            return null;
        }

        TestEnd end = await _run.RunAgainAsync(mutant.Id, Limit(tests), Words(tests));
        Verdict? verdict = Judge(mutant, end);
        if (verdict is null || end.FailedTest is not { } failed)
        {
            return verdict;
        }

        TestEnd control = await _run.RunAgainAsync(0, Limit([failed]), Words([failed]));
        if (control.ExitCode == 0)
        {
            return verdict;
        }

        // The process is spoilt, by this mutant or by one before.
        _run.Forget();
        return Judge(mutant, await _run.RunAsync(mutant.Id, Limit(tests), notes: null, Words(tests)));
    }

    private TimeSpan Limit(string[] tests) =>
        s_start + (4 * tests.Aggregate(TimeSpan.Zero, (sum, test) => sum + _coverage.TimeOf(test)));

    private static string[] Words(string[] tests) => ["-stopOnFail", .. tests.SelectMany(test => (string[])["-method", test])];

    private static Verdict? Judge(Mutant mutant, TestEnd end) => end switch
    {
        { Stopped: { } reason } => new Verdict(mutant, MutantFate.TimedOut, reason),
        { ExitCode: 0 } => end.Output.Contains("Total: 0,", StringComparison.Ordinal)
            ? throw new InvalidOperationException("The runner found no test.")
            : null,
        _ => new Verdict(mutant, MutantFate.Killed, end.FailedTest ?? $"the process ended with {end.ExitCode}"),
    };
}
