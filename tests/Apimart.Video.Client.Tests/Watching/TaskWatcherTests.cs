using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Watching;

public sealed class TaskWatcherTests
{
    [Fact]
    public async Task Each_task_comes_back_when_it_has_ended()
    {
        ManualTime time = new();
        ScriptedLooks looks = new(time);
        await using TaskWatcher watcher = new(looks.LookAsync, new WatchOptions { TimeProvider = time, Seed = 1 });
        watcher.Add(looks.Submit("b", 100));
        watcher.Add(looks.Submit("a", 50));
        watcher.Complete();
        time.Advance(TimeSpan.FromMinutes(10));

        List<WatchEvent> events = [];
        await foreach (WatchEvent happened in watcher.WatchAsync())
        {
            events.Add(happened);
        }

        Assert.Equal(["a", "b"], events.Where(e => e.Kind == WatchEventKind.Ended).Select(e => e.Task.TaskId));
    }
}
