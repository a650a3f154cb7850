using System.Text.RegularExpressions;
using Apimart.Video.Api;
using Apimart.Video.Chains;
using Apimart.Video.Client.Tests.Journal;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Films;
using Apimart.Video.Images;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Simulator;
using Apimart.Video.Tasks;
using CsCheck;

namespace Apimart.Video.Client.Tests.Chains;

/// <summary>
/// Chains against the simulator, whose bill judges: each charge names the task before it, so that the bill is the film. A failure prints
/// the seed, and <c>CsCheck_Seed</c> repeats it.
/// </summary>
public sealed partial class ChainRunTests : IDisposable
{
    private static readonly string[] s_models = ["pixverse-v6", "seedance-2.0", "gemini-omni-1.1-flash"];

    private readonly TempFolder _folder = new();
    private readonly SimulatorServer _simulator = SimulatorServer.Start(new SimulatorOptions
    {
        TaskDuration = TimeSpan.FromMilliseconds(5),
        VideoBytes = 10_000,
        Idempotency = false,
    });

    public void Dispose()
    {
        _simulator.Dispose();
        _folder.Dispose();
    }

    /// <summary>A forest, then steps: some shots are edited, the rows shuffled, and the run is stopped after some of its requests.</summary>
    [Fact]
    public void Nothing_is_paid_for_twice_and_an_edit_buys_what_follows_it_and_nothing_else() => Gen.Select(
        Gen.Int[1, 8].SelectMany(count => Gen.Int[-2, 6].Array[count]),
        Gen.Int[0, 2].Array[8],
        Gen.Select(Gen.Int[0, 7].Array[0, 2], Gen.Int[0, int.MaxValue], Gen.Int[0, 12]).Array[1, 4])
        .Sample(
            (parents, models, steps) => CheckAsync(parents, models, steps).GetAwaiter().GetResult(),
            iter: 25,
            threads: 1);

    /// <summary>Machines that share a journal: what one is sending the other leaves to it, with all that goes on from it.</summary>
    [Fact]
    public async Task A_chain_whose_first_video_another_machine_is_sending_is_left_to_that_machine()
    {
        using DatabaseHome home = new();
        using EntryJournal one = home.Open(_simulator.BaseUri);
        one.Machine = "one";
        using EntryJournal two = home.Open(_simulator.BaseUri);
        two.Machine = "two";
        Shot[] shots =
        [
            new("a1", null, "a1", "pixverse-v6"),
            new("a2", "a1", "a2", "pixverse-v6"),
            new("a3", "a2", "a3", "pixverse-v6"),
            new("b1", null, "b1", "pixverse-v6"),
        ];
        PreparedRequest first = ModelCatalogue.Default.Prepare(new VideoRequest { Model = "pixverse-v6", Prompt = "a1" }, null);
        SubmitClaim claim = await one.ClaimAsync(first, ChainLine.Job, new RowCounter().Next(first, 1), retryUnknown: false, TestContext.Current.CancellationToken);
        Assert.Equal(ClaimKind.New, claim.Kind);
        using ApimartClient client = Client(two);

        Dictionary<string, object> ends = await ChainLine.RunAsync(client, two, shots, TestContext.Current.CancellationToken);

        Assert.Equal("one", Assert.IsType<ApimartTask>(ends["a1"]).WorkedOnBy);
        Assert.All(new[] { "a2", "a3" }, name => Assert.Equal("one", Assert.IsType<ChainBrokenException>(ends[name]).Elsewhere));
        Assert.Single(_simulator.Bill);
    }

    [Fact]
    public async Task A_failed_link_fails_the_rest_of_its_chain_with_its_cause_and_nothing_else()
    {
        Shot[] shots =
        [
            new("a1", null, "[fail] a1", "pixverse-v6"),
            new("a3", "a2", "a3", "pixverse-v6"),
            new("a2", "a1", "a2", "pixverse-v6"),
            new("b1", null, "b1", "seedance-2.0"),
            new("b2", "b1", "b2", "seedance-2.0"),
        ];
        using ITaskJournal journal = Open("failed");
        using ApimartClient client = Client(journal);

        Dictionary<string, object> ends = await ChainLine.RunAsync(client, journal, shots, TestContext.Current.CancellationToken);

        Assert.All(new[] { "a2", "a3" }, name =>
        {
            ChainBrokenException broken = Assert.IsType<ChainBrokenException>(ends[name]);
            Assert.Contains("Row a1 failed as task task_", broken.Message, StringComparison.Ordinal);
        });
        Assert.All(new[] { "a1", "b1", "b2" }, name => Assert.IsType<ApimartTask>(ends[name]));
        Assert.Equal(3, _simulator.Bill.Count);
    }

    [Fact]
    public async Task A_chain_with_one_wrong_row_is_not_sent_at_all()
    {
        Shot[] shots =
        [
            new("a1", null, "a1", "pixverse-v6"),
            new("a2", "a1", "a2", "pixverse-v6"),
            new("a3", "a2", "a3", "viduq3"),
            new("b1", null, "b1", "pixverse-v6"),
        ];
        using ITaskJournal journal = Open("wrong");
        using ApimartClient client = Client(journal);

        Dictionary<string, object> ends = await ChainLine.RunAsync(client, journal, shots, TestContext.Current.CancellationToken);

        Assert.Equal(
            ["ChainRefused", "ChainRefused", "ChainNotPossible"],
            new[] { "a1", "a2", "a3" }.Select(name => ((RequestRefusedException)ends[name]).Problems[0].ErrorId));
        Assert.Equal("b1", Assert.Single(_simulator.Bill).Prompt);
    }

    [Fact]
    public async Task A_row_that_is_there_needs_neither_the_video_before_it_nor_ffmpeg()
    {
        FfmpegProgram? ffmpeg = FfmpegProgram.FindOrNull();
        Assert.SkipWhen(ffmpeg is null, "ffmpeg is not on PATH.");
        Shot[] shots = [new("a1", null, "a1", "sora-2"), new("a2", "a1", "a2", "sora-2")];
        using ITaskJournal journal = Open("frames");
        using ApimartClient client = Client(journal);
        using (LastFrames frames = Frames(ffmpeg, client))
        {
            Assert.All((await ChainLine.RunAsync(client, journal, shots, TestContext.Current.CancellationToken, frames: frames)).Values, end => Assert.IsType<ApimartTask>(end));
        }

        Assert.All((await ChainLine.RunAsync(client, journal, shots, TestContext.Current.CancellationToken)).Values, end => Assert.IsType<ApimartTask>(end));
        Assert.Equal(2, _simulator.Bill.Count);
        Dictionary<string, object> edited = await ChainLine.RunAsync(
            client, journal, [shots[0], shots[1] with { Prompt = "other" }], TestContext.Current.CancellationToken);
        Assert.Equal(
            ["ChainRefused", "ChainNotPossible"],
            new[] { "a1", "a2" }.Select(name => ((RequestRefusedException)edited[name]).Problems[0].ErrorId));
    }

    [Theory]
    [InlineData("3")]
    [InlineData("0.5")]
    public async Task The_last_frame_of_a_video_is_its_last_picture_taken_once(string seconds)
    {
        FfmpegProgram? ffmpeg = FfmpegProgram.FindOrNull();
        Assert.SkipWhen(ffmpeg is null, "ffmpeg is not on PATH.");
        string video = Path.Combine(_folder.Path, "source.mp4");
        await ffmpeg.RunAsync(["-f", "lavfi", "-i", $"testsrc=duration={seconds}:rate=12:size=160x120", video], "make a video", stop: TestContext.Current.CancellationToken);
        await ffmpeg.RunAsync(["-i", video, Path.Combine(_folder.Path, "all-%03d.png")], "take all pictures", stop: TestContext.Current.CancellationToken);
        string[] all = [.. Directory.GetFiles(_folder.Path, "all-*.png").Order(StringComparer.Ordinal)];
        int fetched = 0;
        using LastFrames frames = new(ffmpeg, (_, _, _) =>
        {
            fetched++;
            return Task.FromResult(video);
        });
        ApimartTask task = new() { TaskId = "task_1" };

        ImageFile first = await frames.TakeAsync(task, TestContext.Current.CancellationToken);
        ImageFile again = await frames.TakeAsync(task, TestContext.Current.CancellationToken);

        Assert.Equal(await File.ReadAllBytesAsync(all[^1], TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(first.Path, TestContext.Current.CancellationToken));
        Assert.NotEqual(await File.ReadAllBytesAsync(all[^2], TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(first.Path, TestContext.Current.CancellationToken));
        Assert.Same(first, again);
        Assert.Equal(1, fetched);
    }

    private async Task CheckAsync(int[] parents, int[] models, (int[] Edits, int Seed, int StopAfter)[] steps)
    {
        string name = Guid.NewGuid().ToString("n");
        int[] versions = new int[parents.Length];
        HashSet<string> wanted = [];
        HashSet<string> mayBe = [];
        using ITaskJournal journal = Open(name);
        for (int step = 0; step <= steps.Length; step++)
        {
            bool last = step == steps.Length;
            if (!last)
            {
                foreach (int edit in steps[step].Edits)
                {
                    // Back and forth between two texts: what was bought for the former one is there still.
                    versions[edit % versions.Length] ^= 1;
                }
            }

            int[] order = [.. Enumerable.Range(0, parents.Length)];
            new Random(last ? 0 : steps[step].Seed).Shuffle(order);
            Shot[] shots = [.. order.Select(row => ShotOf(row))];
            mayBe.UnionWith(order.Select(LineageOf));
            bool whole = last || steps[step].StopAfter == 0;
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            using ApimartClient client = Client(journal, whole ? null : new Stopper(steps[step].StopAfter, stop));
            Dictionary<string, object> ends = await ChainLine.RunAsync(client, journal, shots, stop.Token);
            if (whole)
            {
                wanted.UnionWith(order.Select(LineageOf));
                foreach (int row in order)
                {
                    ApimartTask made = Assert.IsType<ApimartTask>(ends[$"s{row}"]);
                    ApimartTask? before = BeforeOf(row) is { } up ? Assert.IsType<ApimartTask>(ends[$"s{up}"]) : null;
                    SimulatorCharge charge = _simulator.Bill.Single(charge => charge.TaskId == made.TaskId);
                    Assert.Equal(ShotOf(row).Prompt, charge.Prompt);
                    Assert.Equal(before?.TaskId, TaskBefore(charge));
                }
            }
        }

        // A row is paid for once for each line of texts that led to it, and for nothing that was never asked for.
        Dictionary<string, (SimulatorCharge Charge, string Name)> bill = _simulator.Bill
            .Where(charge => charge.Prompt.StartsWith(name, StringComparison.Ordinal))
            .ToDictionary(charge => charge.TaskId, charge => (charge, journal.Find(charge.TaskId)!.Row!["Name"]));
        string[] paid = [.. bill.Keys.Select(Lineage).Order(StringComparer.Ordinal)];
        Dictionary<string, int> asked = mayBe.GroupBy(Texts).ToDictionary(same => same.Key, same => same.Count());
        Assert.All(paid.GroupBy(Texts), same => Assert.InRange(same.Count(), 1, asked.GetValueOrDefault(same.Key)));
        Assert.True(paid.Length >= wanted.Select(line => line.Split(" > ").Length).DefaultIfEmpty().Max());

        string Lineage(string taskId) =>
            (TaskBefore(bill[taskId].Charge) is { } before ? Lineage(before) + " > " : string.Empty) + bill[taskId].Name + " " + bill[taskId].Charge.Prompt;

        // Rows that are equal, up to the first of their chain, are counted in the order of the input: which of them is which is not told apart.
        static string Texts(string lineage) => RowNames().Replace(lineage, string.Empty);

        // Some shots have the same text, so that equal rows stand in different places.
        Shot ShotOf(int row) => new(
            $"s{row}",
            BeforeOf(row) is { } before ? $"s{before}" : null,
            $"{name} p{row % 3} v{versions[row]}",
            s_models[models[RootOf(row)]]);

        int? BeforeOf(int row) => row > 0 && parents[row] >= 0 ? parents[row] % row : null;

        int RootOf(int row) => BeforeOf(row) is { } before ? RootOf(before) : row;

        string LineageOf(int row) => (BeforeOf(row) is { } before ? LineageOf(before) + " > " : string.Empty) + $"s{row} {ShotOf(row).Prompt}";
    }

    private static string? TaskBefore(SimulatorCharge charge) => TaskId().Match(charge.Body) is { Success: true } named ? named.Value : null;

    private ITaskJournal Open(string name) => TaskJournal.Open(Path.Combine(_folder.Path, name), _simulator.BaseUri);

    private ApimartClient Client(ITaskJournal? journal, HttpMessageHandler? handler = null) => new(new ApimartClientOptions
    {
        ApiKey = _simulator.ApiKey,
        BaseUri = _simulator.BaseUri,
        Handler = handler,
        Journal = journal,
    });

    private LastFrames Frames(FfmpegProgram ffmpeg, ApimartClient client) => new(ffmpeg, async (task, folder, stop) =>
    {
        using Downloads.VideoSaver saver = new(
            new Downloads.SaverConnection { BaseUri = _simulator.BaseUri },
            client.GetTaskAsync,
            new Downloads.SaveOptions { Directory = folder, FileName = "{TaskId}" });
        return (await saver.SaveAsync(task, cancellationToken: stop))[0].Path;
    });

    [GeneratedRegex(@"\bs[0-9]+ (?=[0-9a-f]{32} p)")]
    private static partial Regex RowNames();

    [GeneratedRegex("task_[0-9A-Z]{26}")]
    private static partial Regex TaskId();

    /// <summary>Stops the run when so many requests have left.</summary>
    private sealed class Stopper(int after, CancellationTokenSource stop) : DelegatingHandler(new SocketsHttpHandler())
    {
        private int _left = after;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Interlocked.Decrement(ref _left) == 0)
            {
                await stop.CancelAsync();
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
