using System.Globalization;
using Apimart.Video.KillTrial;

namespace Apimart.Video.Benchmarks.Journal;

/// <summary>
/// Storyboards in processes of their own, killed at seeded moments and at chosen steps, and run again until they end. The simulator's
/// bill is the judge: each charge names the task that it goes on from.
/// </summary>
internal sealed class ChainKillBenchmark : IBenchmark
{
    private const int Rows = 30;

    public string Name => "chains";

    public string Usage => "chains [KILLS=100] [SEED=1]   links paid twice and films that do not go on, of 30 shots in 5 chains under SIGKILL";

    public async Task<int> RunAsync(string[] args)
    {
        int[] numbers = [.. args.Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        int wanted = numbers.ElementAtOrDefault(0) is > 0 and var given ? given : 100;
        Random dice = new(numbers.ElementAtOrDefault(1) is > 0 and var seed ? seed : 1);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("apimart-video-chains-");
        try
        {
            using Trial trial = new(folder.FullName, Rows, honoursKeys: true);
            int kills = 0;
            List<BatchVerdict> films = [];
            int broken = 0;
            while (kills < wanted)
            {
                string job = $"film {films.Count + 1}";
                while (!await EndsAsync(trial, job, kills < wanted, dice))
                {
                    kills++;
                }

                films.Add(trial.Judge(job));
                broken += trial.BrokenLinks(job);
                Console.Error.WriteLine($"{job}: {kills} kills so far; {films[^1]}");
            }

            Console.WriteLine($"{films.Count} films of {Rows} shots in {Trial.Chains} chains, {kills} kills:");
            Console.WriteLine($"  links paid twice                 {films.Sum(film => film.BilledTwice),6}");
            Console.WriteLine($"  links not made                   {films.Sum(film => film.Forgotten + film.Unknown),6}");
            Console.WriteLine($"  links not from the one before    {broken,6}");
            Console.WriteLine($"  paid videos without a file       {films.Sum(film => film.Lost),6}");
            return broken == 0 && films.All(film => film == new BatchVerdict(Rows, Rows, 0, 0, 0, 0, 0)) ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<bool> EndsAsync(Trial trial, string job, bool kill, Random dice)
    {
        WorkerRun run = !kill ? await trial.RunAsync(job, work: WorkKind.Chains)
            : dice.Next(2) == 0
                ? await trial.RunAsync(job, new KillPoint(KillPlaces.All[dice.Next(KillPlaces.All.Count)], dice.Next(1, 6)), work: WorkKind.Chains)
                : await trial.RunAsync(job, afterRequests: dice.Next(80), afterTime: TimeSpan.FromMilliseconds(dice.Next(20)), work: WorkKind.Chains);
        return run.ReachedItsEnd || (!run.WasKilled && !kill ? throw new InvalidOperationException(string.Join('\n', run.Output)) : false);
    }
}
