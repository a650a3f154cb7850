using Apimart.Video.Benchmarks;
using Apimart.Video.Benchmarks.Answers;
using Apimart.Video.Benchmarks.Containers;
using Apimart.Video.Benchmarks.Crowd;
using Apimart.Video.Benchmarks.Download;
using Apimart.Video.Benchmarks.Films;
using Apimart.Video.Benchmarks.Fleet;
using Apimart.Video.Benchmarks.Gallery;
using Apimart.Video.Benchmarks.Journal;
using Apimart.Video.Benchmarks.Mutants;
using Apimart.Video.Benchmarks.Polling;
using Apimart.Video.Benchmarks.PowerShell;
using Apimart.Video.Benchmarks.Rows;

IBenchmark[] benchmarks =
[
    new PollingBenchmark(),
    new CrowdBenchmark(),
    new DownloadBenchmark(),
    new JournalBenchmark(),
    new KillBenchmark(),
    new ChainKillBenchmark(),
    new KillPointsBenchmark(),
    new LostJournalBenchmark(),
    new FirstClaimBenchmark(),
    new DatabaseBenchmark(),
    new FleetBenchmark(),
    new ImportBenchmark(),
    new PipelineBenchmark(),
    new SaveBenchmark(),
    new GalleryBenchmark(),
    new AnswerBenchmark(),
    new ContainerBenchmark(),
    new RowBenchmark(),
    new WhatIfBenchmark(),
    new PlanBenchmark(),
    new JoinBenchmark(),
    new MutantBenchmark(),
];

if (args.Length > 0 && benchmarks.FirstOrDefault(benchmark => benchmark.Name == args[0]) is { } chosen)
{
    return await chosen.RunAsync(args[1..]);
}

Console.Error.WriteLine("Give the name of a benchmark:");
foreach (IBenchmark benchmark in benchmarks)
{
    Console.Error.WriteLine($"  {benchmark.Usage}");
}

return 2;
