namespace Apimart.Video.Benchmarks.Mutants;

/// <summary>What became of a mutant.</summary>
internal enum MutantFate
{
    /// <summary>A test failed, or the process of the tests broke down.</summary>
    Killed,

    /// <summary>The tests did not end, or used many times the processor time that they need.</summary>
    TimedOut,

    /// <summary>Every test that reaches it passed.</summary>
    Survived,

    /// <summary>No test runs the changed code, or none gets to where the change would matter.</summary>
    NotCovered,

    /// <summary>Every test passed, and the list says why none could fail.</summary>
    Equivalent,

    /// <summary>Only tests that are left out here for their length reach it.</summary>
    SlowOnly,
}

/// <summary>A fate, and what brought it about: the test that failed, where one did.</summary>
internal sealed record Verdict(Mutant Mutant, MutantFate Fate, string Why);
