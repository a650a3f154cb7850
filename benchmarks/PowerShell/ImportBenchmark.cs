using System.Diagnostics;
using System.Globalization;

namespace Apimart.Video.Benchmarks.PowerShell;

/// <summary>
/// What importing the module adds to the start of PowerShell, beside what PowerShell itself asks of any module; and what the first
/// submit of a session costs.
/// </summary>
internal sealed class ImportBenchmark : IBenchmark
{
    private const int Rounds = 16;
    private const double ImportGoal = 20;
    private const double SubmitGoal = 150;
    private const string ViewFile = "Empty.Format.ps1xml";

    private const string OneView = """
        <Configuration><ViewDefinitions><View><Name>Empty</Name><ViewSelectedBy><TypeName>Empty</TypeName></ViewSelectedBy>
        <TableControl><TableRowEntries><TableRowEntry><TableColumnItems><TableColumnItem><PropertyName>Name</PropertyName></TableColumnItem>
        </TableColumnItems></TableRowEntry></TableRowEntries></TableControl></View></ViewDefinitions></Configuration>
        """;

    public string Name => "import";

    public string Usage => "import   start of PowerShell with and without the module and three that do nothing, in turn; the first submit of a session";

    public Task<int> RunAsync(string[] args)
    {
        using SimulatorProcess simulator = new();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("apimart-import-");
        try
        {
            string[] modules =
            [
                Write(folder, "Empty", "CmdletsToExport = @()"),
                Write(folder, "EmptyWithView", $"CmdletsToExport = @(); FormatsToProcess = '{ViewFile}'"),
                Write(folder, "Smallest", $"CmdletsToExport = 'Get-Nothing'; FormatsToProcess = '{ViewFile}'; RootModule = 'Smallest.dll'"),
                "./out/Apimart.Video",
            ];
            Shell.Run("Smallest.ps1", Path.Combine(modules[2], "Smallest.dll"));
            return Task.FromResult(Measure(modules, simulator.Address!));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static int Measure(string[] modules, string address)
    {
        string?[] kinds = [null, .. modules];
        List<double[]> rounds = [];
        List<double[]> submits = [];
        for (int round = 0; round < Rounds + 1; round++)
        {
            double[] times = [.. kinds.Select(kind => Time(kind))];
            double[] submitted = Shell.Run("Submit.ps1", address);
            if (round > 0)
            {
                rounds.Add(times);
                submits.Add(submitted);
            }
        }

        double start = Shell.Median(rounds.Select(times => times[0]));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bare start                                          {start,6:0} ms"));
        Tell("an empty module adds", Added(1));
        Tell("an empty module with one view adds", Added(2));
        Tell("a module of one cmdlet that does nothing, and a view", Added(3));
        Tell("this module adds", Added(4), $"   goal {ImportGoal} %");

        double submit = Shell.Median(submits.Select(times => times[0] - times[2]));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"first submit {Shell.Median(submits.Select(times => times[0])):0} ms ({Shell.Median(submits.Select(times => times[1])):0} methods compiled), second {Shell.Median(submits.Select(times => times[2])):0} ms, over the second {submit:0} ms   goal {SubmitGoal}"));
        return 100 * Added(4) / start <= ImportGoal && submit <= SubmitGoal ? 0 : 1;

        double Added(int kind) => Shell.Median(rounds.Select(times => times[kind] - times[0]));

        void Tell(string what, double added, string goal = "") => Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{what,-52}{added,6:0} ms  {100 * added / start,5:0.0} %{goal}"));
    }

    private static string Write(DirectoryInfo parent, string name, string content)
    {
        string folder = parent.CreateSubdirectory(name).FullName;
        File.WriteAllText(Path.Combine(folder, ViewFile), OneView);
        File.WriteAllText(
            Path.Combine(folder, $"{name}.psd1"),
            $"@{{ ModuleVersion = '1.0'; FunctionsToExport = @(); AliasesToExport = @(); VariablesToExport = @(); {content} }}");
        return folder;
    }

    /// <summary>
    /// A start that follows one of its kind: PowerShell keeps a note of what a start has compiled, and the next one compiles that ahead.
    /// </summary>
    private static double Time(string? module)
    {
        Start(module);
        Stopwatch watch = Stopwatch.StartNew();
        Start(module);
        return watch.Elapsed.TotalMilliseconds;
    }

    private static void Start(string? module)
    {
        if (module is null)
        {
            Shell.Run("Start.ps1");
        }
        else
        {
            Shell.Run("Import.ps1", module);
        }
    }
}
