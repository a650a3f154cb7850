using System.Globalization;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Models;
using Apimart.Video.Polling;
using Apimart.Video.Simulator;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Watching;

/// <summary>The watcher and the client together, against faults at a real socket; only the waiting is on a manual clock.</summary>
public sealed class SocketWatchTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly SimulatorServer _server;
    private readonly ApimartClient _client;

    public SocketWatchTests()
    {
        _server = SimulatorServer.Start(new SimulatorOptions { TimeProvider = _time, TaskDuration = TimeSpan.FromSeconds(60) });
        _client = new ApimartClient(new ApimartClientOptions { ApiKey = _server.ApiKey, BaseUri = _server.BaseUri });
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    [Theory]
    [InlineData("look:reset-before-accept:3", ApimartErrorKind.Network)]
    [InlineData("look:reset-after-accept:3", ApimartErrorKind.Network)]
    [InlineData("look:reset-body=10:3", ApimartErrorKind.Network)]
    [InlineData("look:cut-body=10:3", ApimartErrorKind.Network)]
    [InlineData("look:status=500:3", ApimartErrorKind.Server)]
    [InlineData("look:status=502:3", ApimartErrorKind.Server)]
    [InlineData("look:status=408:3", ApimartErrorKind.Timeout)]
    [InlineData("look:status=429:3", ApimartErrorKind.RateLimit)]
    [InlineData("look:garbage:3", ApimartErrorKind.Protocol)]
    [InlineData("look:html:3", ApimartErrorKind.Protocol)]
    [InlineData("look:empty:3", ApimartErrorKind.Protocol)]
    [InlineData("look:redirect=http://127.0.0.1/:3", ApimartErrorKind.Protocol)]
    public async Task A_hiccup_never_ends_a_wait(string fault, ApimartErrorKind kind)
    {
        ApimartTask task = await Submit();
        _server.Inject(fault);

        List<WatchEvent> events = await Watch(task);

        Assert.Equal([kind, kind, kind], events.Where(happened => happened.Fault is not null).Select(happened => happened.Fault!.Kind));
        Assert.Equal((WatchEventKind.Ended, ApimartTaskStatus.Completed), (events[^1].Kind, events[^1].Task.Status));
    }

    [Fact]
    public async Task A_server_that_is_away_for_a_while_does_not_end_a_wait()
    {
        ApimartTask task = await Submit();
        _server.Inject("look:refuse:2");
        await _server.GoOfflineAsync();
        _server.GoOnline();

        List<WatchEvent> events = await Watch(task);

        Assert.Equal(WatchEventKind.PollFailed, events[0].Kind);
        Assert.Equal(ApimartTaskStatus.Completed, events[^1].Task.Status);
    }

    [Fact]
    public async Task A_state_that_nobody_knows_keeps_waiting()
    {
        ApimartTask task = await Submit();
        _server.Inject("look:unknown-state:4");

        List<WatchEvent> events = await Watch(task);

        Assert.All(events.Take(4), happened => Assert.Equal(WatchEventKind.Polled, happened.Kind));
        Assert.Equal(ApimartTaskStatus.Completed, events[^1].Task.Status);
    }

    [Fact]
    public async Task A_task_that_the_server_has_forgotten_is_lost()
    {
        ApimartTask task = await Submit();
        _server.Inject("look:forgotten:after=2:always");

        Assert.Equal(WatchEventKind.Lost, (await Watch(task))[^1].Kind);
    }

    [Theory]
    [InlineData("look:unauthorized", ApimartErrorKind.Authentication)]
    [InlineData("look:status=402", ApimartErrorKind.Payment)]
    [InlineData("look:status=403", ApimartErrorKind.Permission)]
    public async Task A_refused_key_stops_the_wait(string fault, ApimartErrorKind kind)
    {
        ApimartTask task = await Submit();
        _server.Inject(fault);

        WatchEvent last = (await Watch(task))[^1];

        Assert.Equal((WatchEventKind.Stopped, kind), (last.Kind, last.Fault!.Kind));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_Retry_After_holds_for_all_tasks_in_seconds_and_as_a_date(bool asDate)
    {
        ApimartTask[] tasks = [await Submit("one"), await Submit("two"), await Submit("three")];
        _server.Inject(new SimulatorFault
        {
            Route = SimulatorRoute.Look,
            Kind = FaultKind.Status,
            StatusCode = 429,
            RetryAfter = asDate ? DateTimeOffset.UtcNow.AddSeconds(31).ToString("R", CultureInfo.InvariantCulture) : "30",
        });

        DateTimeOffset? refused = null;
        DateTimeOffset? next = null;
        await Watch(tasks, async (id, token) =>
        {
            next ??= refused is null ? null : _time.GetUtcNow();
            try
            {
                return await _client.PollAsync(id, token);
            }
            catch (ApimartException)
            {
                refused = _time.GetUtcNow();
                throw;
            }
        });

        // The client reads a date against the clock of the machine, which goes on for the moments the test takes.
        Assert.InRange((next - refused)!.Value.TotalSeconds, asDate ? 20 : 30, 33);
    }

    [Fact]
    public async Task The_client_waits_for_many_tasks_and_gives_each_when_it_ends()
    {
        ApimartTask[] tasks = [await Submit("one"), await Submit("two [fail]"), await Submit("three")];

        List<ApimartTask> ended = [];
        await RunAsync(async () =>
        {
            await foreach (ApimartTask task in _client.WaitAsync([.. tasks, new() { TaskId = "task_nowhere" }], new() { TimeProvider = _time }))
            {
                ended.Add(task);
            }
        });

        Assert.Equal(4, ended.Count);
        Assert.Equal(2, ended.Count(task => task.Status == ApimartTaskStatus.Completed && task.Videos.Length == 1));
        Assert.Equal("two [fail]", Assert.Single(ended, task => task.Status == ApimartTaskStatus.Failed).Prompt);
        Assert.Equal("task_nowhere", Assert.Single(ended, task => task.Status == ApimartTaskStatus.NotFound).TaskId);
    }

    [Fact]
    public async Task The_client_says_why_a_wait_had_to_stop()
    {
        ApimartTask task = await Submit();
        _server.Inject("look:unauthorized");

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => RunAsync(async () =>
        {
            await foreach (ApimartTask _ in _client.WaitAsync([task], new() { TimeProvider = _time }))
            {
            }
        }));

        Assert.Equal(ApimartErrorKind.Authentication, fault.Kind);
    }

    private Task<ApimartTask> Submit(string prompt = "a fox") =>
        _client.SubmitAsync(new VideoRequest { Model = "sora-2", Prompt = prompt });

    private Task<List<WatchEvent>> Watch(ApimartTask task) => Watch([task], _client.PollAsync);

    private async Task<List<WatchEvent>> Watch(ApimartTask[] tasks, Func<string, CancellationToken, Task<ApimartTask>> poll)
    {
        using TaskWatcher watcher = new(poll, new WatchOptions { TimeProvider = _time, Seed = 1, MaxConcurrency = 1 });
        foreach (ApimartTask task in tasks)
        {
            watcher.Add(task with { CreatedAt = _time.GetUtcNow() });
        }

        watcher.Complete();
        List<WatchEvent> events = [];
        await RunAsync(async () =>
        {
            await foreach (WatchEvent happened in watcher.WatchAsync())
            {
                events.Add(happened);
            }
        });
        return events;
    }

    private Task RunAsync(Func<Task> wait) => _time.RunUntil(wait());
}
