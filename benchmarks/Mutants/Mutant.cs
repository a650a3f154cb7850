namespace Apimart.Video.Benchmarks.Mutants;

/// <summary>One small change to the engine that its tests should notice.</summary>
/// <param name="Id">What the switch in the built engine knows it by; above 0.</param>
/// <param name="File">The changed file, from the engine's folder.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Member">Which member of the file, in the order of the text: what is compiled, or left out, together.</param>
/// <param name="Change">The kind of change.</param>
/// <param name="Text">The code that is changed, on one line.</param>
/// <param name="IsStatic">It runs once a process, whatever test comes first.</param>
internal sealed record Mutant(int Id, string File, int Line, int Member, string Change, string Text, bool IsStatic)
{
    /// <summary>The folder of the engine that the file lies in.</summary>
    internal string Room => File.Split('/')[0];

    /// <summary>Whether a variable may be left without a value, or a method without its end.</summary>
    internal bool CanBreakFlow => Change.StartsWith("always", StringComparison.Ordinal)
        || Change.EndsWith("removed", StringComparison.Ordinal) || Change.EndsWith("taken", StringComparison.Ordinal) || Change.StartsWith("in the pattern", StringComparison.Ordinal);

    public override string ToString() => $"{File}:{Line} [{Id}] {Change}: {Text}";
}
