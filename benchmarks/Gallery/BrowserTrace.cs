using System.Text.Json;
using Microsoft.Playwright;

namespace Apimart.Video.Benchmarks.Gallery;

/// <summary>What the browser's main thread did while a page was opened and used.</summary>
internal sealed class BrowserTrace
{
    private static readonly string[] s_scripts = ["FireAnimationFrame", "FunctionCall", "TimerFire", "EventDispatch", "EvaluateScript"];

    private readonly ICDPSession _session;
    private readonly List<JsonElement> _events = [];
    private readonly TaskCompletionSource _end = new();

    private BrowserTrace(ICDPSession session)
    {
        _session = session;
        session.Event("Tracing.dataCollected").OnEvent += (_, data) =>
        {
            lock (_events)
            {
                _events.AddRange(data!.Value.GetProperty("value").EnumerateArray().Select(item => item.Clone()));
            }
        };
        session.Event("Tracing.tracingComplete").OnEvent += (_, _) => _end.SetResult();
    }

    internal static async Task<BrowserTrace> StartAsync(IPage page)
    {
        BrowserTrace trace = new(await page.Context.NewCDPSessionAsync(page));
        await trace._session.SendAsync("Tracing.start", new Dictionary<string, object>
        {
            ["transferMode"] = "ReportEvents",
            ["categories"] = "toplevel,devtools.timeline,blink.user_timing,loading",
        });
        return trace;
    }

    internal async Task<Summary> EndAsync()
    {
        await _session.SendAsync("Tracing.end");
        await _end.Task;
        await _session.DetachAsync();
        JsonElement mark = _events.First(item => Text(item, "name") == "scroll" && Text(item, "cat").Contains("user_timing", StringComparison.Ordinal));
        (int process, int thread, double scroll) = (mark.GetProperty("pid").GetInt32(), mark.GetProperty("tid").GetInt32(), mark.GetProperty("ts").GetDouble());
        JsonElement[] own = [.. _events.Where(item => item.GetProperty("pid").GetInt32() == process)];
        double start = own.Where(item => Text(item, "name") == "navigationStart").Select(item => item.GetProperty("ts").GetDouble()).DefaultIfEmpty().Max();
        double paint = own.Where(item => Text(item, "name") == "firstPaint").Select(item => item.GetProperty("ts").GetDouble()).DefaultIfEmpty().Max();
        JsonElement[] whole = [.. own.Where(item => Text(item, "ph") == "X" && item.GetProperty("tid").GetInt32() == thread)];
        JsonElement[] tasks = [.. whole.Where(item => Text(item, "name").EndsWith("RunTask", StringComparison.Ordinal))];
        JsonElement[] later = [.. tasks.Where(item => item.GetProperty("ts").GetDouble() > scroll)];
        JsonElement[] scripts = [.. whole.Where(item => item.GetProperty("ts").GetDouble() > scroll && s_scripts.Contains(Text(item, "name")))];
        return new Summary(
            tasks.Where(item => item.GetProperty("ts").GetDouble() >= start && item.GetProperty("ts").GetDouble() < paint).Sum(item => Time(item, "tdur")),
            scripts.Max(item => Time(item, "dur")),
            scripts.Max(item => Time(item, "tdur")),
            later.Max(item => Time(item, "dur")),
            later.Max(item => Time(item, "tdur")));
    }

    private static string Text(JsonElement item, string name) => item.TryGetProperty(name, out JsonElement text) ? text.GetString() ?? string.Empty : string.Empty;

    /// <summary>Milliseconds.</summary>
    private static double Time(JsonElement item, string name) => item.TryGetProperty(name, out JsonElement time) ? time.GetDouble() / 1000 : 0;

    /// <summary>Milliseconds.</summary>
    internal sealed record Summary(double UntilPaint, double LongestScript, double LongestScriptCpu, double LongestTask, double LongestTaskCpu);
}
