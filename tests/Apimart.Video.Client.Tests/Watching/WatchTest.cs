using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Polling;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Watching;

/// <summary>A watcher on a manual clock. Scripted polls answer at once, so all work is done when <see cref="Pass"/> returns.</summary>
public abstract class WatchTest : IDisposable
{
    private TaskWatcher? _watcher;

    private protected WatchTest() => Server = new ScriptedPolls(Time);

    private protected ManualTime Time { get; } = new();

    private protected ScriptedPolls Server { get; }

    private protected TaskWatcher Watcher => _watcher ??= Create();

    public void Dispose()
    {
        _watcher?.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected TaskWatcher Create(
        TimeSpan? timeout = null,
        TimeSpan? interval = null,
        int maxConcurrency = 8,
        double perSecond = 5,
        IDurationHistory? history = null,
        int seed = 1) =>
        _watcher = new TaskWatcher(Server.PollAsync, new WatchOptions
        {
            TimeProvider = Time,
            Seed = seed,
            Timeout = timeout,
            PollInterval = interval,
            MaxConcurrency = maxConcurrency,
            RequestsPerSecond = perSecond,
            History = history,
        });

    private protected void Pass(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>All events of a wait that has come to its end.</summary>
    private protected async Task<List<WatchEvent>> AllEvents()
    {
        Watcher.Complete();
        List<WatchEvent> events = [];
        await foreach (WatchEvent happened in Watcher.WatchAsync(TestContext.Current.CancellationToken))
        {
            events.Add(happened);
        }

        return events;
    }

    private protected async Task<WatchEventKind[]> AllKinds() => (await AllEvents()).Select(happened => happened.Kind).ToArray();
}
