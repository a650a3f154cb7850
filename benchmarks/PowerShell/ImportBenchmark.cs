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

    public string Usage => "import   start of PowerShell with and without the module and two empty ones, in turn; the first submit of a session";

    public Task<int> RunAsync(string[] args)
    {
        using SimulatorProcess simulator = new();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("apimart-import-");
        try
        {
            string[] modules = [WriteEmpty(folder, "Empty", ""), WriteEmpty(folder, "EmptyWithView", $"'{ViewFile}'"), "./out/Apimart.Video"];
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
        List<double> first = [];
        List<double> second = [];
        for (int round = 0; round < Rounds + 1; round++)
        {
            double[] times = [.. kinds.Select(kind => Time(kind))];
            double[] submits = Shell.Run("Submit.ps1", address);
            if (round > 0)
            {
                rounds.Add(times);
                first.Add(submits[0]);
                second.Add(submits[1]);
            }
        }

        double start = Shell.Median(rounds.Select(times => times[0]));
        double[] added = [.. kinds.Select((_, kind) => Shell.Median(rounds.Select(times => times[kind] - times[0])))];
        double submit = Shell.Median(first.Zip(second, (cold, warm) => cold - warm));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bare start                              {start,6:0} ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"an empty module adds                    {added[1],6:0} ms  {100 * added[1] / start,5:0.0} %"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"an empty module with one view adds      {added[2],6:0} ms  {100 * added[2] / start,5:0.0} %"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"this module adds                        {added[3],6:0} ms  {100 * added[3] / start,5:0.0} %   goal {ImportGoal} %"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first submit {Shell.Median(first):0} ms, second {Shell.Median(second):0} ms, over the second {submit:0} ms   goal {SubmitGoal}"));
        return 100 * added[3] / start <= ImportGoal && submit <= SubmitGoal ? 0 : 1;
    }

    private static string WriteEmpty(DirectoryInfo parent, string name, string formats)
    {
        string folder = parent.CreateSubdirectory(name).FullName;
        File.WriteAllText(Path.Combine(folder, ViewFile), OneView);
        File.WriteAllText(
            Path.Combine(folder, $"{name}.psd1"),
            $"@{{ ModuleVersion = '1.0'; FunctionsToExport = @(); CmdletsToExport = @(); AliasesToExport = @(); VariablesToExport = @(); FormatsToProcess = @({formats}) }}");
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
