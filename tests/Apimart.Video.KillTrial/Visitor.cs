using Apimart.Video.Simulator;

namespace Apimart.Video.KillTrial;

/// <summary>
/// Goes to every place at which a process can end, one by one: kills a worker there, runs the same line again until it ends, and
/// lets the bill judge. One row of the batch is refused at first, one is accepted without an answer, one is not executed, and one
/// takes a picture, so that every kind of line is written.
/// </summary>
public sealed class Visitor : IDisposable
{
    private const int Rows = 5;
    private const int MostRuns = 6;

    private readonly Trial _trial;
    private int _visits;

    public Visitor(string folder)
    {
        _trial = new Trial(folder, Rows, picture: true);
    }

    public void Dispose() => _trial.Dispose();

    /// <summary>The places that each kind of work comes to.</summary>
    public async Task<IReadOnlyDictionary<WorkKind, string[]>> DiscoverAsync()
    {
        Dictionary<WorkKind, string[]> passed = [];
        foreach (WorkKind work in Enum.GetValues<WorkKind>().Where(work => work != WorkKind.NoLocks))
        {
            string name = Next();
            await PrepareAsync(work, name);
            WorkerRun run = await _trial.RunAsync(name, KillPoint.Trace, work: work, home: name);
            passed[work] = [.. run.Output.Where(line => line.StartsWith("passed ", StringComparison.Ordinal)).Select(line => line[7..])];
        }

        return passed;
    }

    /// <summary>
    /// Which places to go to during which work: each during the first work that comes to it, and those that only the upkeep of a
    /// journal comes to during each of its kinds. A place that no work comes to is among them as well, and its visit fails.
    /// </summary>
    public static IEnumerable<(string Place, WorkKind Work)> Plan(IReadOnlyDictionary<WorkKind, string[]> passed)
    {
        foreach (string place in KillPlaces.All)
        {
            WorkKind[] works = [.. passed.Keys.Order().Where(work => passed[work].Contains(place)).DefaultIfEmpty(WorkKind.Line)];
            foreach (WorkKind work in works[0] < WorkKind.Repair ? works[..1] : works)
            {
                yield return (place, work);
            }
        }
    }

    public async Task<Visit> VisitAsync(string place, WorkKind work, int time = 1)
    {
        string name = Next();
        await PrepareAsync(work, name);
        HashSet<string> asked = work == WorkKind.RetryUnknown ? _trial.Unknown(name, name) : [];
        WorkerRun killed = await _trial.RunAsync(name, new KillPoint(place, time), work: work, home: name);
        if (work >= WorkKind.Repair)
        {
            await RunToEndAsync(name, work);
        }

        await RunToEndAsync(name, WorkKind.Line);
        HashSet<string> unknown = _trial.Unknown(name, name);
        ILookup<string, string> charges = Charges(name);
        int lost = charges.Where(row => !unknown.Contains(row.Key) && !asked.Contains(row.Key)).Sum(row => row.Count(task => !_trial.IsSaved(task)));
        asked.UnionWith(unknown);
        await RunToEndAsync(name, WorkKind.RetryUnknown);

        charges = Charges(name);
        int Over(bool onRequest) => charges.Where(row => asked.Contains(row.Key) == onRequest).Sum(row => row.Count() - 1);
        return new Visit(
            place,
            work,
            killed.WasKilled,
            Rows,
            charges.Sum(row => row.Count()),
            unknown.Count,
            Over(onRequest: true),
            Over(onRequest: false),
            lost,
            Rows - charges.Count(row => row.Any(_trial.IsSaved)));
    }

    private string Next() => $"visit {++_visits:000}";

    private ILookup<string, string> Charges(string job) => _trial.Simulator.Bill
        .Where(charge => charge.Prompt.StartsWith(job + " row ", StringComparison.Ordinal))
        .ToLookup(charge => charge.Prompt, charge => charge.TaskId);

    private async Task PrepareAsync(WorkKind work, string name)
    {
        _trial.Simulator.ClearFaults();
        Directory.CreateDirectory(_trial.PathOf(name));
        Inject(new SimulatorFault { Kind = FaultKind.Status, StatusCode = 400, Match = name + " row 1" });
        Inject(new SimulatorFault { Kind = FaultKind.StatusAfterAccept, StatusCode = 500, Match = name + " row 2" });
        Inject(new SimulatorFault { Kind = FaultKind.Status, StatusCode = 503, ApiCode = "idempotency_unavailable", RetryAfter = "0", Count = 6, Match = name + " row 3" });
        switch (work)
        {
            case WorkKind.RetryUnknown:
                await _trial.RunAsync(name, home: name);
                break;
            case WorkKind.Repair:
                await RunToEndAsync(name, WorkKind.Line);
                await File.AppendAllTextAsync(Path.Combine(WorkerOptions.JournalIn(_trial.PathOf(name)), "journal.jsonl"), "no JSON\n");
                break;
            case WorkKind.Remove:
                await _trial.RunAsync(Trial.OldJob, home: name);
                await RunToEndAsync(name, WorkKind.Line);
                break;
            case WorkKind.Import:
                await RunToEndAsync(name, WorkKind.Line);
                Directory.CreateDirectory(_trial.PathOf(Trial.SourceOf(name)));
                await _trial.RunAsync(Trial.OldJob, home: Trial.SourceOf(name));
                break;
        }
    }

    private void Inject(SimulatorFault fault) => _trial.Simulator.Inject(fault with { Route = SimulatorRoute.Submit });

    private async Task RunToEndAsync(string name, WorkKind work)
    {
        for (int run = 1; (await _trial.RunAsync(name, work: work, home: name)) is { ReachedItsEnd: false } last; run++)
        {
            if (run == MostRuns)
            {
                throw new InvalidOperationException($"{work} of {name} does not end: {string.Join('\n', last.Output)}");
            }
        }
    }
}
