using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;

namespace Apimart.Video.Benchmarks.Mutants;

/// <summary>The engine as its project compiles it: the same sources, references, resources and generated code.</summary>
internal sealed class EngineSource
{
    private readonly CSharpCommandLineArguments _arguments;

    private EngineSource(CSharpCommandLineArguments arguments, CSharpCompilation compilation)
    {
        _arguments = arguments;
        Compilation = compilation;
    }

    internal CSharpCompilation Compilation { get; }

    /// <summary>Reads the project by asking the build for the compiler's command line.</summary>
    internal static EngineSource Read(string project)
    {
        string folder = Path.GetDirectoryName(project)!;
        CSharpCommandLineArguments arguments = CSharpCommandLineParser.Default.Parse(CompilerLine(project), folder, sdkDirectory: null);
        CSharpParseOptions options = arguments.ParseOptions;
        IEnumerable<SyntaxTree> trees = arguments.SourceFiles
            .Select(file => file.Path)
            .Append(Path.Combine(AppContext.BaseDirectory, "Mutants", "MutantSwitch.txt"))
            .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), options, path));
        CSharpCompilation compilation = CSharpCompilation.Create(
            arguments.CompilationName,
            trees,
            arguments.MetadataReferences.Select(reference => MetadataReference.CreateFromFile(reference.Reference, reference.Properties)),
            arguments.CompilationOptions
                .WithGeneralDiagnosticOption(ReportDiagnostic.Suppress)
                .WithSpecificDiagnosticOptions([])
                .WithSyntaxTreeOptionsProvider(null));
        return new EngineSource(arguments, Generate(compilation, arguments));
    }

    /// <summary>Writes the assembly.</summary>
    /// <returns>The errors, where it does not compile.</returns>
    internal IReadOnlyList<Diagnostic> Emit(Compilation compilation, string path)
    {
        using MemoryStream bytes = new();
        EmitResult result = compilation.Emit(bytes, manifestResources: _arguments.ManifestResources);
        if (result.Success)
        {
            File.WriteAllBytes(path, bytes.ToArray());
        }

        return [.. result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
    }

    private static CSharpCompilation Generate(CSharpCompilation compilation, CSharpCommandLineArguments arguments)
    {
        FileLoader loader = new();
        ISourceGenerator[] generators =
        [
            .. arguments.AnalyzerReferences
                .Where(reference => reference.FilePath.Contains("microsoft.netcore.app.ref", StringComparison.OrdinalIgnoreCase))
                .SelectMany(reference => new AnalyzerFileReference(reference.FilePath, loader).GetGenerators(LanguageNames.CSharp)),
        ];
        CSharpGeneratorDriver.Create(generators, parseOptions: arguments.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
        return (CSharpCompilation)generated;
    }

    private static List<string> CompilerLine(string project)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true };
        foreach (string argument in (string[])
        [
            "msbuild", project, "-t:PrepareResources;Compile", "-p:ProvideCommandLineArgs=true", "-p:SkipCompilerExecution=true",
            "-p:DesignTimeBuild=true", "-p:NonExistentFile=none/none", "-getItem:CscCommandLineArgs",
        ])
        {
            start.ArgumentList.Add(argument);
        }

        using Process build = Process.Start(start)!;
        string output = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        using JsonDocument items = JsonDocument.Parse(output);
        return
        [
            .. items.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray()
                .Select(item => item.GetProperty("Identity").GetString()!),
        ];
    }

    private sealed class FileLoader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
