using System.Security.Cryptography;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Downloads;
using Apimart.Video.Models;
using Apimart.Video.Simulator;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Saving;

/// <summary>Every fault the simulator's file host can make, met by the client and the saver together.</summary>
public sealed class FaultTableTests : SavingTest
{
    private const string Cut = "download:cut-body=400000";

    [Theory]
    [InlineData(null, 0)]
    [InlineData(Cut, 0)]
    [InlineData(Cut + ":2", 0)]
    [InlineData("download:reset-body=400000", 0)]
    [InlineData("download:wrong-content-length", 0)]
    [InlineData("download:wrong-content-length:always", 0)]
    [InlineData(Cut + "|download:ignore-range", 400_000)]
    [InlineData(Cut + "|download:wrong-content-range", 400_000)]
    [InlineData(Cut + "|download:range-not-satisfiable", 400_000)]
    [InlineData(Cut + "|download:changed-etag", 400_000)]
    [InlineData(Cut + "|download:no-etag", 400_000)]
    [InlineData(Cut + "|download:expired", 0)]
    [InlineData(Cut + "|download:gone", 0)]
    [InlineData(Cut + "|download:status=503", 0)]
    [InlineData("download:no-etag", 0)]
    [InlineData("download:expired", 0)]
    [InlineData("download:gone", 0)]
    [InlineData("download:status=404", 0)]
    [InlineData("download:status=503:retry-after=2:3", 0)]
    [InlineData("download:status=429:3", 0)]
    [InlineData("download:refuse", 0)]
    [InlineData("download:reset-before-accept", 0)]
    public async Task Whatever_goes_wrong_for_a_while_the_file_is_the_hosts(string? faults, int fetchedTwice)
    {
        using SimulatorServer simulator = Start();
        using ApimartClient client = Connect(simulator);
        ApimartTask task = await CompleteAsync(client);
        Inject(simulator, faults);

        SavedVideo saved = await SaveAsync(task, refresh: client.GetTaskAsync);

        string path = saved.Path;
        Assert.Equal(simulator.ExpectedSha256(task.TaskId), Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(path))));
        Assert.Equal([Path.GetFileName(path)], Files);
        Assert.Equal(saved.Length + fetchedTwice, saved.BytesFetched);
        Assert.Equal(0, simulator.Requests.KeyLeaks);
    }

    [Theory]
    [InlineData("download:html:always", SaveFault.NotAVideo)]
    [InlineData("download:empty:always", SaveFault.HostFailed)]
    [InlineData("download:status=400:always", SaveFault.Refused)]
    [InlineData("download:unauthorized:always", SaveFault.Refused)]
    [InlineData("download:status=503:always", SaveFault.HostFailed)]
    [InlineData("download:expired:always", SaveFault.LinkExpired)]
    [InlineData("download:gone:always", SaveFault.LinkExpired)]
    [InlineData("download:gone:always|look:forgotten:always", SaveFault.LinkExpired)]
    [InlineData("download:reset-before-accept:always", SaveFault.Network)]
    [InlineData("download:redirect=ftp://127.0.0.1/v.mp4:always", SaveFault.UnsafeLink)]
    public async Task Whatever_stays_wrong_leaves_no_file_and_the_next_run_saves_it(string faults, SaveFault expected)
    {
        using SimulatorServer simulator = Start();
        using ApimartClient client = Connect(simulator);
        ApimartTask task = await CompleteAsync(client);
        Inject(simulator, faults);

        SaveException fault = await FailAsync(task, refresh: client.GetTaskAsync);

        Assert.Equal(expected, fault.Fault);
        Assert.Empty(Files);
        Assert.Equal(0, simulator.Requests.KeyLeaks);

        simulator.ClearFaults();
        Assert.Equal(Length, (await SaveAsync(task, refresh: client.GetTaskAsync)).BytesFetched);
    }

    public static TheoryData<string, string> Documented
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (string[] row in DocumentTable.Read("errors.md", "Fault of a download"))
            {
                rows.Add(row[0], row[1]);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Documented))]
    public async Task What_the_page_says_of_a_fault_is_what_happens(string faults, string outcome)
    {
        if (outcome == "saved")
        {
            using SimulatorServer simulator = Start();
            using ApimartClient client = Connect(simulator);
            ApimartTask task = await CompleteAsync(client);
            Inject(simulator, faults.Replace(" then ", "|", StringComparison.Ordinal));
            string path = (await SaveAsync(task, refresh: client.GetTaskAsync)).Path;
            Assert.Equal(simulator.ExpectedSha256(task.TaskId), Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(path))));
            Assert.Equal([Path.GetFileName(path)], Files);
        }
        else
        {
            await Whatever_stays_wrong_leaves_no_file_and_the_next_run_saves_it(faults, Enum.Parse<SaveFault>(outcome));
        }
    }

    private static SimulatorServer Start() =>
        SimulatorServer.Start(new SimulatorOptions { TaskDuration = TimeSpan.Zero, VideoBytes = Length });

    private static ApimartClient Connect(SimulatorServer simulator) =>
        new(new ApimartClientOptions { ApiKey = simulator.ApiKey, BaseUri = simulator.BaseUri });

    private static async Task<ApimartTask> CompleteAsync(ApimartClient client)
    {
        ApimartTask task = await client.SubmitAsync(new VideoRequest { Model = "sora-2", Prompt = "A fox" });
        return await client.GetTaskAsync(task.TaskId);
    }

    private static void Inject(SimulatorServer simulator, string? faults)
    {
        foreach (string fault in faults?.Split('|') ?? [])
        {
            simulator.Inject(fault);
        }
    }
}
