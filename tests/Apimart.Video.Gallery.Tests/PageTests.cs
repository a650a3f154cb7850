using Apimart.Video.Gallery;
using Apimart.Video.Quickstart;
using Apimart.Video.Tasks;
using Microsoft.Playwright;

namespace Apimart.Video.Gallery.Tests;

/// <summary>The gallery in a real browser, opened from the disk.</summary>
public sealed class PageTests(Browser browser)
{
    private static readonly string[] s_hostile =
    [
        "</script><script>window.hacked = 1</script>",
        "<img src=x onerror='window.hacked = 1'><!-- <script>",
        "\" onmouseover=\"window.hacked = 1\" '’‘ `$(whoami)` ${x}; & calc",
        "\u202Egnp.exe\u2066 \u200Fabc \u0000\u001B[31m\r\nnext line",
        "=cmd|' /C calc'!A0",
        "日本語 🦊 " + new string('x', 5000),
    ];

    [Fact]
    public async Task Hostile_text_is_shown_and_does_nothing()
    {
        using Folder folder = new();
        IEnumerable<GallerySource> sources = s_hostile.Select((text, at) => folder.Add(at, text, text));
        GallerySource failed = GallerySource.Of(new ApimartTask
        {
            TaskId = s_hostile[0],
            Status = ApimartTaskStatus.Failed,
            JobName = s_hostile[1],
            Error = new TaskFault(null, s_hostile[0]),
        });
        await using OpenPage open = await browser.OpenAsync(folder.Write([.. sources, failed]));
        await open.UntilAsync("stills.pending === 0");
        Assert.Equal(s_hostile.Select(text => text.Replace("\r\n", "\n", StringComparison.Ordinal)), (await open.AskAsync<string[]>("clips.slice(0, 6).map(clip => clip.prompt)")).Select(text => text.Replace("\r\n", "\n", StringComparison.Ordinal)));
        for (int at = 0; at < s_hostile.Length; at++)
        {
            await open.Page.Keyboard.PressAsync("Enter");
            await open.Page.Keyboard.PressAsync("Escape");
            await open.Page.Keyboard.PressAsync("ArrowRight");
        }

        Assert.False(await open.AskAsync<bool>("'hacked' in window"));
        Assert.Equal(0, await open.AskAsync<int>("document.querySelectorAll('img, iframe, #stage script, [onerror], [onmouseover]').length"));
        Assert.Empty(open.Errors);
        Assert.All(open.Requests, url => Assert.StartsWith(new Uri(folder.Clips).AbsoluteUri + "/", url, StringComparison.Ordinal));
        Assert.Equal(0, await open.AskAsync<int>("players.failed"));
    }

    [Fact]
    public async Task The_policy_lets_nothing_but_the_page_s_own_script_run()
    {
        using Folder folder = new();
        await using OpenPage open = await browser.OpenAsync(folder.Write(folder.Add(1)));
        Assert.Equal(
            "blocked",
            await open.AskAsync<string>("""
                new Promise(done => {
                    addEventListener('securitypolicyviolation', () => done('blocked'));
                    const script = document.createElement('script');
                    try { script.text = "window.hacked = 1"; document.body.append(script); } catch { done('blocked'); }
                    if ('hacked' in window) { done('ran'); }
                })
                """));
        Assert.False(await open.AskAsync<bool>("'hacked' in window"));
        Assert.Equal("blocked", await open.AskAsync<string>("fetch('data.json').then(() => 'sent', () => 'blocked')"));
    }

    [Fact]
    public async Task A_moved_folder_still_plays()
    {
        using Folder folder = new();
        string page = folder.Write(folder.Add(1, name: "a b#1 50%.mp4"), folder.Add(2, name: "日本 ? &.mp4"), folder.Add(3, name: "plain.mp4"));
        Assert.True(File.Exists(page));
        folder.Move("moved # 100% 日本 folder");
        await using OpenPage open = await browser.OpenAsync(folder.Page);
        await open.UntilAsync("stills.pending === 0 && (players.failed > 0 || document.querySelectorAll('.tile canvas').length === 3)");
        Assert.Equal(0, await open.AskAsync<int>("players.failed"));
        Assert.Equal(3, await open.AskAsync<int>("document.querySelectorAll('.tile canvas').length"));
    }

    [Fact]
    public async Task Two_hundred_clips_are_rated_by_the_keys_alone_and_come_back_through_Import_Csv()
    {
        using Folder folder = new();
        await using OpenPage open = await browser.OpenAsync(folder.Write([.. Enumerable.Range(0, 200).Select(at => folder.Add(
            at,
            $"Shot {at}, \"quoted\"\nand ‘more’",
            row: at % 3 == 0 ? new Dictionary<string, string> { ["Notes"] = "<b>, \"x\"", ["Scene"] = $"scene {at}" } : null))]));
        Assert.Contains("Scene: scene 0", await open.AskAsync<string>("document.querySelector('.tile .columns').textContent"), StringComparison.Ordinal);
        for (int at = 0; at < 200; at++)
        {
            await open.Page.Keyboard.PressAsync(at % 2 == 0 ? "p" : "x");
            await open.Page.Keyboard.PressAsync($"{(at % 5) + 1}");
        }

        await open.Page.ReloadAsync();
        IDownload download = await open.Page.RunAndWaitForDownloadAsync(() => open.Page.Keyboard.PressAsync("e"));
        string csv = Path.Combine(folder.Root, "picks.csv");
        await download.SaveAsAsync(csv);
        PowerShellHost? shell = PowerShellHost.Find(Folder.Repository, out string reason);
        Assert.SkipWhen(shell is null, reason);
        string script = Path.Combine(folder.Root, "read.ps1");
        await File.WriteAllTextAsync(script, "Import-Csv $args[0] | ForEach-Object { '{0}|{1}|{2}|{3}|{5}|{4}' -f $_.TaskId, $_.Pick, $_.Stars, $_.Name, ($_.Prompt -replace '\\s', ' '), ($_.Scene + $_.Notes) }", TestContext.Current.CancellationToken);
        string[] lines = shell.RunFile(script, folder.Root, csv).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(
            Enumerable.Range(0, 200).Select(at => $"task_{at:00000}|{(at % 2 == 0 ? "pick" : "reject")}|{(at % 5) + 1}|clip {at}.mp4|{(at % 3 == 0 ? $"scene {at}<b>, \"x\"" : string.Empty)}|Shot {at}, \"quoted\" and ‘more’"),
            lines);
    }

    [Fact]
    public async Task Videos_that_are_compared_play_seek_and_step_together()
    {
        using Folder folder = new();
        await using OpenPage open = await browser.OpenAsync(folder.Write([.. Enumerable.Range(0, 4).Select(at => folder.Add(at))]));
        await open.UntilAsync("stills.pending === 0");
        for (int at = 0; at < 4; at++)
        {
            await open.Page.Keyboard.PressAsync("c");
            await open.Page.Keyboard.PressAsync("ArrowRight");
        }

        await open.Page.Keyboard.PressAsync("o");
        await open.UntilAsync("compare.videos.length === 4 && compare.videos.every(video => !video.paused && video.currentTime > 0.3)");
        await open.Page.Keyboard.PressAsync(" ");
        Assert.True(await open.AskAsync<bool>("compare.videos.every(video => video.paused)"));
        const string Same = "compare.videos.every(video => !video.seeking) && new Set(compare.videos.map(video => video.currentTime.toFixed(4))).size === 1";
        await open.UntilAsync(Same);
        double frame;
        double on;
        double back;
        do
        {
            // A busy machine skips frames, so their length is taken for a multiple until two neighbours were shown.
            frame = await open.AskAsync<double>("compare.clock.frame");
            await open.AskAsync<object>("compare.clock.seek(1)");
            await open.UntilAsync($"{Same} && compare.videos[0].currentTime === 1");
            await open.Page.Keyboard.PressAsync(".");
            await open.UntilAsync($"{Same} && compare.videos[3].currentTime > 1");
            on = await open.AskAsync<double>("compare.videos[3].currentTime");
            await open.Page.Keyboard.PressAsync(",");
            await open.UntilAsync(FormattableString.Invariant($"{Same} && compare.videos[1].currentTime < {on}"));
            back = await open.AskAsync<double>("compare.videos[1].currentTime");
        }
        while (frame != await open.AskAsync<double>("compare.clock.frame"));

        Assert.InRange(on - 1, frame * 0.4, frame * 1.6);
        Assert.Equal(on - frame, back, 3);
        await open.Page.Keyboard.PressAsync("Escape");
        await open.UntilAsync("players.alive === 0");
    }

    [Fact]
    public async Task The_blind_mode_tells_no_model_before_the_choice()
    {
        using Folder folder = new();
        GallerySource failed = GallerySource.Of(new ApimartTask
        {
            TaskId = "task_failed",
            Model = "sora-2",
            Prompt = "A kite",
            JobName = "autumn",
            Status = ApimartTaskStatus.Failed,
            Error = new TaskFault(null, "SORA-2 takes 4, 8 or 12."),
        });
        GallerySource[] sources =
        [
            folder.Add(1, model: "sora-2", row: new Dictionary<string, string> { ["Engine"] = "Sora-2 of May", ["Scene"] = "one" }),
            folder.Add(2, model: "veo3.1-fast"),
            folder.Add(3, model: "sora-2"),
            folder.Add(4, string.Empty, "veo3.1-fast", "veo3.1-fast-4.mp4"),
            failed,
        ];
        await using OpenPage open = await browser.OpenAsync(folder.Write(sources));
        await open.Page.Keyboard.PressAsync("b");
        const string All = "document.getElementById('main').innerHTML + document.getElementById('large').innerHTML + document.getElementById('compare').innerHTML + document.getElementById('total').textContent";
        async Task AssertHidden()
        {
            string all = await open.AskAsync<string>(All);
            Assert.DoesNotMatch("(?i)sora-2|veo3[.]1", all.Replace("./veo3.1-fast-4.mp4", string.Empty, StringComparison.Ordinal));
            Assert.DoesNotMatch("take [0-9]|[$][0-9]", all);
        }

        for (int at = 0; at < 5; at++)
        {
            await AssertHidden();
            await open.Page.Keyboard.PressAsync("Enter");
            await AssertHidden();
            await open.Page.Keyboard.PressAsync("Escape");
            await open.Page.Keyboard.PressAsync("ArrowRight");
        }

        await open.AskAsync<object>("dispatchEvent(new Event('beforeprint'))");
        Assert.Equal(5, await open.Page.Locator("figure").CountAsync());
        await AssertHidden();
        await open.AskAsync<object>("dispatchEvent(new Event('afterprint'))");
        await open.Page.Keyboard.PressAsync("Home");
        await open.Page.Keyboard.PressAsync("o");
        Assert.Equal(3, await open.AskAsync<int>("compare.videos.length"));
        await AssertHidden();
        await open.Page.Keyboard.PressAsync("Escape");
        await open.Page.FillAsync("#search", "sora");
        await open.UntilAsync("state.shown.length === 0");
        await open.Page.FillAsync("#search", string.Empty);
        await open.UntilAsync("state.shown.length === 5");
        Assert.True(await open.Page.Locator("#filter-model").IsDisabledAsync());

        await open.AskAsync<object>("stage.select(clips[0])");
        await open.Page.Keyboard.PressAsync("Enter");
        await open.Page.Keyboard.PressAsync("p");
        Assert.Contains("sora-2", await open.AskAsync<string>("document.getElementById('large').innerText"), StringComparison.Ordinal);
        await open.Page.Keyboard.PressAsync("Escape");
        Assert.Equal(1, await open.AskAsync<int>("[...document.querySelectorAll('.tile .model')].filter(model => model.textContent === 'sora-2').length"));
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_finds_no_serious_violation(ColorScheme theme)
    {
        string axe = NodePackages.Require("axe-core/axe.min.js");
        using Folder folder = new();
        string page = folder.Write([.. Enumerable.Range(0, 8).Select(at => folder.Add(at, $"Shot {at % 4}", at < 4 ? "sora-2" : "veo3.1-fast"))]);
        await using OpenPage open = await browser.OpenAsync(page, new BrowserNewContextOptions { ColorScheme = theme, BypassCSP = true });
        await open.Page.Keyboard.PressAsync("p");
        await open.Page.EvaluateAsync(await File.ReadAllTextAsync(axe, TestContext.Current.CancellationToken));
        foreach ((string place, string[] keys) in new (string, string[])[]
        {
            ("tiles", []),
            ("large", ["Enter"]),
            ("takes", ["Escape", "v"]),
            ("grid", ["v"]),
            ("compare", ["c", "ArrowRight", "c", "o"]),
            ("blind", ["Escape", "b"]),
            ("help", ["?"]),
        })
        {
            foreach (string key in keys)
            {
                await open.Page.Keyboard.PressAsync(key);
            }

            Assert.Equal(place == "compare", await open.AskAsync<bool>("document.getElementById('compare').open"));

            string[] found = await open.AskAsync<string[]>("""
                axe.run().then(result => result.violations
                    .filter(violation => ['serious', 'critical'].includes(violation.impact))
                    .map(violation => `${violation.id}: ${violation.nodes[0].html} ${violation.nodes[0].failureSummary}`))
                """);
            Assert.True(found.Length == 0, $"{place}: {string.Join('\n', found)}");
        }
    }
}
