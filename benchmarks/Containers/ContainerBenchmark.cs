using System.Diagnostics;
using System.Globalization;
using Apimart.Video.Client.Tests.Containers;
using CsCheck;

namespace Apimart.Video.Benchmarks.Containers;

/// <summary>The properties of box structures, at length: whole files that are refused, and cuts that are not found.</summary>
internal sealed class ContainerBenchmark : IBenchmark
{
    public string Name => "containers";

    public string Usage => "containers [FILES]         random MP4, MOV and WebM structures, cut at every byte: cuts that are not found";

    public Task<int> RunAsync(string[] args)
    {
        int files = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
        Stopwatch watch = Stopwatch.StartNew();
        try
        {
            CutChecks.CheckCuts(files);
            CutChecks.CheckWebMCuts(files / 4);
            CutChecks.CheckSizes(files);
            CutChecks.CheckChanges(5 * files);
        }
        catch (CsCheckException broken)
        {
            Console.WriteLine(broken.Message);
            Console.WriteLine(broken.InnerException?.Message);
            return Task.FromResult(1);
        }

        Console.WriteLine($"{files} MP4 and {files / 4} WebM structures at every cut, {5 * files} with changed bytes, in {watch.Elapsed.TotalSeconds:0} s: every one judged rightly");
        return Task.FromResult(0);
    }
}
