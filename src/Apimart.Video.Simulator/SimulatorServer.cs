using Apimart.Video.Simulator.Checks;
using Apimart.Video.Simulator.Faults;
using Apimart.Video.Simulator.Http;
using Apimart.Video.Simulator.Images;
using Apimart.Video.Simulator.Routes;
using Apimart.Video.Simulator.Tasks;
using Apimart.Video.Simulator.Videos;

namespace Apimart.Video.Simulator;

/// <summary>
/// The APIMart API on 127.0.0.1, for learning, tests and dry runs: it takes submits, lets tasks grow and serves small
/// videos, bills what it accepted, and misbehaves when told to. Nothing leaves the machine and nothing costs money.
/// </summary>
public sealed class SimulatorServer : IAsyncDisposable, IDisposable
{
    private readonly SimulatorOptions _options;
    private readonly FaultSchedule _faults;
    private readonly TaskStore _tasks;
    private readonly SubmitHandler _submits;
    private readonly HttpHost _api;
    private readonly HttpHost _files;

    private SimulatorServer(SimulatorOptions options)
    {
        _options = options;
        SimulatorClock clock = new(options.TimeProvider, options.Speed);
        _faults = new FaultSchedule(options.Seed);
        _tasks = new TaskStore(options, clock);
        Requests = new SimulatorRequests(options.RecordRequests);
        LinkSigner links = new(options, clock);
        FaultHandler faults = new(clock, Requests, _faults);
        ImageStore images = new(clock);
        FileHandler files = new(options, Requests, faults,
        [
            new FileRoute(options, clock, _tasks, links),
            new ImageFileRoute(images, _tasks),
        ]);
        _files = new HttpHost(options.TimeProvider, files.AnswerAsync, () => _faults.TakeRefusal(atFileHost: true) is not null);
        _submits = new SubmitHandler(options, _tasks);
        SubmitChecker checker = new(options.Catalogue);
        EarlierTaskCheck earlier = new(_tasks, clock);
        ApiHandler api = new(options, faults,
        [
            new SubmitRoute(_submits, checker, earlier),
            new RemixRoute(_submits, checker, earlier),
            new UploadRoute(options, images, () => _files.BaseUri),
            new TaskRoute(options, clock, _tasks, links, () => _files.BaseUri),
            new BalanceRoute(options, _tasks.Bill),
            new UsageRoute(clock, _tasks.Bill),
            new ModelsRoute(options, _tasks.Bill),
            new SchemaRoute(options),
            new ModelDocsRoute(options, clock),
            new PriceRoute(options),
            new MarketplaceRoute(options),
        ]);
        _api = new HttpHost(options.TimeProvider, api.AnswerAsync, () => _faults.TakeRefusal(atFileHost: false) is not null);
    }

    /// <summary>The API's address: what a client takes in place of <c>https://api.apimart.ai</c>.</summary>
    public Uri BaseUri => _api.BaseUri;

    /// <summary>The file host's address, another than the API's as in reality.</summary>
    public Uri FileBaseUri => _files.BaseUri;

    /// <summary>The API's port on 127.0.0.1.</summary>
    public int Port => _api.Port;

    /// <summary>The key that is taken.</summary>
    public string ApiKey => _options.ApiKey;

    /// <summary>What was accepted and so charged.</summary>
    public SimulatorBill Bill => _tasks.Bill;

    /// <summary>What was asked.</summary>
    public SimulatorRequests Requests { get; }

    /// <summary>How many bytes of bodies were sent, by both hosts.</summary>
    public long BytesServed => _api.BytesSent + _files.BytesSent;

    /// <summary>How many bytes of bodies the file host sent.</summary>
    public long FileBytesServed => _files.BytesSent;

    /// <summary>Starts a simulator.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">A port is taken.</exception>
    /// <exception cref="IOException">The bill cannot be written.</exception>
    public static SimulatorServer Start(SimulatorOptions? options = null)
    {
        options ??= new SimulatorOptions();
        options.Validate();
        SimulatorServer server = new(options);
        try
        {
            server._files.Listen(options.FilePort);
            server._api.Listen(options.Port);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Arms a fault. Of several that a request could meet it meets the one armed first.</summary>
    public void Inject(SimulatorFault fault) => _faults.Add(fault);

    /// <summary>Arms a fault written as <see cref="SimulatorFault.Parse"/> reads it.</summary>
    /// <exception cref="FormatException">The text is no fault.</exception>
    public void Inject(string fault) => _faults.Add(SimulatorFault.Parse(fault));

    /// <summary>Disarms all faults.</summary>
    public void ClearFaults() => _faults.Clear();

    /// <summary>Keeps the answers to requests for videos back, which are accepted and billed meanwhile, until <see cref="ReleaseAnswers"/>.</summary>
    public void HoldAnswers() => _submits.Hold();

    /// <summary>Sends the answers that were held, and those to come.</summary>
    public void ReleaseAnswers() => _submits.Release();

    /// <summary>The size of a task's file as it is now.</summary>
    /// <exception cref="KeyNotFoundException">There is no such task.</exception>
    public long ExpectedBytes(string taskId) => FileOf(taskId).Length;

    /// <summary>The SHA-256 of a task's file as it is now, in upper-case hexadecimal digits.</summary>
    /// <exception cref="KeyNotFoundException">There is no such task.</exception>
    public string ExpectedSha256(string taskId) => FileOf(taskId).Sha256;

    /// <summary>Closes both ports and all connections; new connections are refused by the system until <see cref="GoOnline"/>.</summary>
    public async Task GoOfflineAsync()
    {
        await _api.CloseAsync().ConfigureAwait(false);
        await _files.CloseAsync().ConfigureAwait(false);
    }

    /// <summary>Opens the same ports again; tasks, bill and faults are as they were.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">A port was taken meanwhile.</exception>
    public void GoOnline()
    {
        _files.Listen(_files.Port);
        _api.Listen(_api.Port);
    }

    /// <summary>Closes everything at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync().ConfigureAwait(false);
        await _files.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Closes everything at once.</summary>
    public void Dispose() => Task.Run(async () => await DisposeAsync().ConfigureAwait(false)).GetAwaiter().GetResult();

    /// <summary>Returns the API's address.</summary>
    public override string ToString() => BaseUri.ToString();

    private VideoFile FileOf(string taskId) => new(
        _tasks.Find(taskId) ?? throw new KeyNotFoundException($"The simulator knows no task {taskId}."),
        _options.VideoBytes);
}
