using System.Globalization;
using Apimart.Video.KillTrial;

namespace Apimart.Video.Benchmarks.Journal;

/// <summary>
/// Batches in processes of their own, killed at seeded moments and at chosen steps, and run again until they end. The simulator
/// honours no Idempotency-Key; its bill and the folder of videos are the judges.
/// </summary>
internal sealed class KillBenchmark : IBenchmark
{
    private readonly Dictionary<string, int> _kills = [];
    private readonly List<BatchVerdict> _finished = [];
    private int _runs;
    private int _billedTwiceOnRequest;
    private int _withoutVideo;

    public string Name => "kill";

    public string Usage => "kill [ROWS=30] [KILLS=200] [SEED=1]   rows billed twice and paid videos lost under SIGKILL";

    public async Task<int> RunAsync(string[] args)
    {
        int[] numbers = [.. args.Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        int rows = numbers.ElementAtOrDefault(0) is > 0 and var given ? given : 30;
        int kills = numbers.ElementAtOrDefault(1) is > 0 and var wanted ? wanted : 200;
        Random dice = new(numbers.ElementAtOrDefault(2) is > 0 and var seed ? seed : 1);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("apimart-video-kill-");
        try
        {
            using Trial trial = new(folder.FullName, rows);
            while (_kills.Values.Sum() < kills)
            {
                await RunBatchAsync(trial, $"batch {_finished.Count + 1}", kills, dice);
            }

            Print(kills);
            bool shared = await ShareAsync(trial);
            return shared && _finished.All(batch => batch is { BilledTwice: 0, Lost: 0, Forgotten: 0 }) && _withoutVideo == 0 ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task RunBatchAsync(Trial trial, string job, int kills, Random dice)
    {
        bool ended = false;
        while (!ended)
        {
            _runs++;
            ended = _kills.Values.Sum() < kills ? await RunAndKillAsync(trial, job, dice) : (await trial.RunAsync(job)).ReachedItsEnd;
        }

        BatchVerdict verdict = trial.Judge(job);
        _finished.Add(verdict);
        HashSet<string> unknown = trial.Unknown(job);
        _runs++;
        await trial.RunAsync(job, work: WorkKind.RetryUnknown);
        var charges = trial.Simulator.Bill
            .Where(charge => charge.Prompt.StartsWith(job + " row ", StringComparison.Ordinal))
            .GroupBy(charge => charge.Prompt)
            .ToArray();
        _billedTwiceOnRequest += charges.Count(row => row.Count() > 1 && unknown.Contains(row.Key));
        _withoutVideo += trial.Rows - charges.Count(row => row.Any(charge => trial.IsSaved(charge.TaskId)));
        Console.Error.WriteLine($"{job}: {_kills.Values.Sum()} kills so far; {verdict}");
    }

    private async Task<bool> RunAndKillAsync(Trial trial, string job, Random dice)
    {
        bool chosen = dice.Next(2) == 0;
        string place = KillPlaces.All[dice.Next(KillPlaces.All.Count)];
        int time = dice.Next(1, 6);
        WorkerRun run = chosen
            ? await trial.RunAsync(job, new KillPoint(place, time))
            : await trial.RunAsync(job, afterRequests: dice.Next(80), afterTime: TimeSpan.FromMilliseconds(dice.Next(20)));
        if (!run.ReachedItsEnd)
        {
            string name = chosen ? place : "any moment";
            _kills[name] = _kills.GetValueOrDefault(name) + 1;
        }

        return run.ReachedItsEnd;
    }

    private void Print(int kills)
    {
        Console.WriteLine($"{_finished.Count} batches of {_finished[0].Rows} rows, {_runs} runs, {_kills.Values.Sum()} of {kills} kills:");
        foreach ((string place, int count) in _kills.OrderBy(kill => kill.Key, StringComparer.Ordinal))
        {
            Console.WriteLine($"  {place,-40} {count,6}");
        }

        Console.WriteLine("The same line run again until it ended, nothing repeated on request:");
        Print("rows", batch => batch.Rows);
        Print("charges on the bill", batch => batch.Billed);
        Print("rows billed twice", batch => batch.BilledTwice);
        Print("paid videos without a file", batch => batch.Lost);
        Print("rows neither billed nor reported", batch => batch.Forgotten);
        Print("rows reported as unknown", batch => batch.Unknown);
        Print("  of these accepted, answer never received", batch => batch.PaidUnknown);
        Console.WriteLine("Then once with -RetryUnknown:");
        Console.WriteLine($"  {"rows billed twice, all on request",-40} {_billedTwiceOnRequest,6}");
        Console.WriteLine($"  {"rows without a video",-40} {_withoutVideo,6}");
    }

    private void Print(string what, Func<BatchVerdict, int> count) =>
        Console.WriteLine($"  {what,-40} {_finished.Sum(count),6}");

    private static async Task<bool> ShareAsync(Trial trial)
    {
        await Task.WhenAll(trial.RunAsync("shared"), trial.RunAsync("shared"));
        BatchVerdict verdict = trial.Judge("shared");
        Console.WriteLine($"Two processes, one job: {verdict}");
        return verdict == new BatchVerdict(trial.Rows, trial.Rows, 0, 0, 0, 0, 0);
    }
}
