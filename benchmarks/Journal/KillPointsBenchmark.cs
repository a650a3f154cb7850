using System.Globalization;
using Apimart.Video.KillTrial;

namespace Apimart.Video.Benchmarks.Journal;

/// <summary>
/// Goes to every place at which a process can end, kills a batch there, runs the same line again, and counts bills and losses. The
/// simulator honours no Idempotency-Key.
/// </summary>
internal sealed class KillPointsBenchmark : IBenchmark
{
    public string Name => "kill-points";

    public string Usage => "kill-points [PASSES=1] [TEXT]  bills and losses of a SIGKILL at every place between two steps that last";

    public async Task<int> RunAsync(string[] args)
    {
        int passes = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1;
        string wanted = args.ElementAtOrDefault(1) ?? string.Empty;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("apimart-video-kill-points-");
        try
        {
            using Visitor visitor = new(folder.FullName);
            List<Visit> visits = [];
            Console.WriteLine($"{"place",-34} {"during",-13} {"killed",6} {"bills",6} {"unknown",8} {"on request",11} {"unasked",8} {"lost",5} {"no video",9}");
            foreach ((string place, WorkKind work) in Visitor.Plan(await visitor.DiscoverAsync()).Where(stop => stop.Place.Contains(wanted, StringComparison.Ordinal)))
            {
                for (int pass = 1; pass <= passes; pass++)
                {
                    Visit visit = await visitor.VisitAsync(place, work, pass);
                    if (visit.Killed || pass == 1)
                    {
                        visits.Add(visit);
                        Print(visit);
                    }
                }
            }

            Console.WriteLine(
                $"{visits.Count(visit => visit.Killed)} kills at {visits.Select(visit => visit.Place).Distinct().Count()} places, {visits.Sum(visit => visit.Rows)} rows: "
                + $"{visits.Sum(visit => visit.Unasked)} billed twice unasked, {visits.Sum(visit => visit.Lost)} paid videos lost, "
                + $"{visits.Sum(visit => visit.WithoutVideo)} rows without a video, {visits.Count(visit => !visit.Killed)} places not come to.");
            return visits.All(visit => visit.Holds) ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Print(Visit visit) => Console.WriteLine(
        $"{visit.Place,-34} {visit.Work,-13} {(visit.Killed ? "yes" : "NO"),6} {visit.Bills,6} {visit.Unknown,8} {visit.OnRequest,11} {visit.Unasked,8} {visit.Lost,5} {visit.WithoutVideo,9}{(visit.Holds ? string.Empty : "  !")}");
}
