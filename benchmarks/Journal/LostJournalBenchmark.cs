using System.Globalization;
using Apimart.Video.KillTrial;

namespace Apimart.Video.Benchmarks.Journal;

/// <summary>
/// Batches whose journal is deleted at seeded moments and that go on from another folder: against a server that honours keys, and
/// against one that does not.
/// </summary>
internal sealed class LostJournalBenchmark : IBenchmark
{
    public string Name => "lost-journal";

    public string Usage => "lost-journal [TIMES=50] [ROWS=6] [SEED=1]   bills and videos of batches whose journal is deleted midway";

    public async Task<int> RunAsync(string[] args)
    {
        int[] numbers = [.. args.Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        int times = numbers.ElementAtOrDefault(0) is > 0 and var wanted ? wanted : 50;
        int rows = numbers.ElementAtOrDefault(1) is > 0 and var given ? given : 6;
        int seed = numbers.ElementAtOrDefault(2) is > 0 and var known ? known : 1;
        (int honoured, int withoutVideo) = await RunAsync(honoursKeys: true, times, rows, seed);
        await RunAsync(honoursKeys: false, times, rows, seed);
        return honoured == 0 && withoutVideo == 0 ? 0 : 1;
    }

    private static async Task<(int Extra, int WithoutVideo)> RunAsync(bool honoursKeys, int times, int rows, int seed)
    {
        Random dice = new(seed);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("apimart-video-lost-");
        try
        {
            using Trial trial = new(folder.FullName, rows, honoursKeys);
            List<Loss> losses = [];
            for (int time = 1; time <= times; time++)
            {
                losses.Add(await trial.LoseAsync($"job {time:000}", dice.Next(rows * 6), TimeSpan.FromMilliseconds(dice.Next(30))));
            }

            int extra = losses.Sum(loss => loss.Bills - loss.Rows);
            int withoutVideo = losses.Sum(loss => loss.WithoutVideo);
            Console.WriteLine(
                $"A server that {(honoursKeys ? "honours" : "does not honour")} keys: the journal lost {times} times, {losses.Sum(loss => loss.Rows)} rows, "
                + $"{losses.Sum(loss => loss.Bills)} bills, {extra} of them extra, {withoutVideo} rows without a video.");
            return (extra, withoutVideo);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
