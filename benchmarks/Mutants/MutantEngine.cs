using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Apimart.Video.Benchmarks.Mutants;

/// <summary>One engine that holds every mutant of some files, each behind its switch; what does not compile is left out.</summary>
internal sealed class MutantEngine
{
    /// <summary>Errors that stand where a variable is read or a method ends, and not where the change is.</summary>
    private static readonly string[] s_flow = ["CS0161", "CS0165", "CS0177", "CS0170", "CS1643", "CS8510", "CS8120"];

    private readonly EngineSource _source;
    private readonly string _folder;
    private readonly SyntaxTree[] _trees;
    private readonly Dictionary<SyntaxTree, SemanticModel> _models;
    private readonly HashSet<int> _dropped = [];
    private readonly Dictionary<string, int> _firstIds = [];

    private MutantEngine(EngineSource source, string folder, Func<string, bool> chooses)
    {
        _source = source;
        _folder = folder;
        _models = source.Compilation.SyntaxTrees.ToDictionary(tree => tree, tree => source.Compilation.GetSemanticModel(tree));
        _trees = [.. source.Compilation.SyntaxTrees.Where(tree => IsSource(tree.FilePath) && chooses(Named(tree)))];
    }

    /// <summary>What was built, in the order of the files.</summary>
    internal IReadOnlyList<Mutant> Mutants { get; private set; } = [];

    /// <summary>How many changes do not compile.</summary>
    internal int Dropped => _dropped.Count;

    /// <summary>Builds the engine into a file.</summary>
    /// <param name="source">The engine as it is.</param>
    /// <param name="folder">The engine's folder.</param>
    /// <param name="chooses">Which files are changed, by their names from the engine's folder.</param>
    /// <param name="path">Where the assembly is written.</param>
    internal static MutantEngine Build(EngineSource source, string folder, Func<string, bool> chooses, string path)
    {
        MutantEngine engine = new(source, folder, chooses);
        for (int round = 0; round < 10; round++)
        {
            Compilation changed = engine.Change(engine._dropped.Contains, out List<Mutant> all);
            IReadOnlyList<Diagnostic> errors = source.Emit(changed, path);
            if (errors.Count == 0)
            {
                engine.Mutants = [.. all.Where(mutant => !engine._dropped.Contains(mutant.Id))];
                return engine;
            }

            engine.Drop(all, errors, round);
        }

        throw new InvalidOperationException("The engine with its mutants does not compile.");
    }

    /// <summary>Drops the mutants that the errors stand in. An error elsewhere, as of a variable without a value, is found by trying.</summary>
    private void Drop(List<Mutant> all, IReadOnlyList<Diagnostic> errors, int round)
    {
        HashSet<(string File, int Member)> broken = [];
        int before = _dropped.Count;
        foreach (Diagnostic error in errors)
        {
            SyntaxNode node = error.Location.SourceTree!.GetRoot().FindNode(error.Location.SourceSpan, getInnermostNodeForTie: true);
            SyntaxAnnotation? mark = s_flow.Contains(error.Id)
                ? null
                : node.AncestorsAndSelf().SelectMany(around => around.GetAnnotations(MutantMaker.Mark)).FirstOrDefault();
            if (mark is null)
            {
                broken.Add((Named(error.Location.SourceTree), Members.IndexOf(node)));
            }
            else
            {
                _dropped.Add(int.Parse(mark.Data!, CultureInfo.InvariantCulture));
            }
        }

        bool wholeMembers = round > 4;
        if (round > 0)
        {
            foreach (Mutant mutant in all.Where(mutant => broken.Contains((mutant.File, mutant.Member)) && !_dropped.Contains(mutant.Id)))
            {
                if (wholeMembers || (mutant.CanBreakFlow && !CompilesAlone(mutant)))
                {
                    _dropped.Add(mutant.Id);
                }
            }
        }

        if (before == _dropped.Count && wholeMembers)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, errors.Take(5)));
        }
    }

    private bool CompilesAlone(Mutant mutant)
    {
        Compilation changed = Change(id => id != mutant.Id, out _, mutant.File);
        SyntaxTree tree = changed.SyntaxTrees.First(tree => IsSource(tree.FilePath) && Named(tree) == mutant.File);
        return !changed.GetSemanticModel(tree)
            .GetDiagnostics(Members.At(tree.GetRoot(), mutant.Member).FullSpan)
            .Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    private CSharpCompilation Change(Func<int, bool> leavesOut, out List<Mutant> all, string? only = null)
    {
        all = [];
        CSharpCompilation changed = _source.Compilation;
        int next = 1;
        foreach (SyntaxTree tree in _trees)
        {
            if (only is null || Named(tree) == only)
            {
                MutantMaker maker = new(_models[tree], Named(tree), _firstIds.GetValueOrDefault(Named(tree), next), mutant => !leavesOut(mutant.Id));
                changed = changed.ReplaceSyntaxTree(tree, maker.Make(tree));
                _firstIds[Named(tree)] = maker.FirstId;
                next = maker.FirstId + maker.Mutants.Count;
                all.AddRange(maker.Mutants);
            }
        }

        return changed;
    }

    private bool IsSource(string path) =>
        path.StartsWith(_folder, StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal) && !path.EndsWith(".g.cs", StringComparison.Ordinal);

    private string Named(SyntaxTree tree) => Path.GetRelativePath(_folder, tree.FilePath).Replace('\\', '/');
}
