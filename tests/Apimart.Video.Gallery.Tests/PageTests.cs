using Apimart.Video.Gallery;
using Apimart.Video.Quickstart;
using Apimart.Video.Tasks;
using Microsoft.Playwright;

namespace Apimart.Video.Gallery.Tests;

/// <summary>The gallery in a real browser, opened from the disk.</summary>
public sealed class PageTests(Browser browser) : IClassFixture<Browser>
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
    public async Task Four_videos_stay_within_one_frame_on_one_clock()
    {
        using Folder folder = new();
        await using OpenPage open = await browser.OpenAsync(folder.Write([.. Enumerable.Range(0, 4).Select(at => folder.Add(at))]));
        await open.UntilAsync("stills.pending === 0");
        await open.AskAsync<object>("compare.open(clips.slice(0, 4))");
        await open.UntilAsync("compare.videos.every(video => video.readyState >= 3 && !video.paused && video.currentTime > 0.3)");

        // Apart at the ends, where each wraps around by itself, the four must show the same frame.
        double[] spreads = await open.AskAsync<double[]>("""
            new Promise(done => {
                const spreads = [];
                const look = () => {
                    const times = compare.videos.map(video => video.currentTime);
                    const inside = times.every(time => time > 0.3 && time < compare.clock.length - 0.1);
                    if (inside && compare.videos.every(video => !video.seeking && !video.paused)) {
                        spreads.push(Math.max(...times) - Math.min(...times));
                    }

                    spreads.length < 100 ? requestAnimationFrame(look) : done(spreads);
                };
                look();
            })
            """);
        Assert.InRange(spreads.Max(), 0, 1 / 12.0);
        await open.Page.Keyboard.PressAsync(" ");
        await open.AskAsync<object>("compare.clock.seek(1)");
        await open.Page.Keyboard.PressAsync(".");
        await open.UntilAsync("compare.videos.every(video => !video.seeking)");
        Assert.Equal(1, await open.AskAsync<int>("new Set(compare.videos.map(video => video.currentTime.toFixed(4))).size"));
        await open.Page.Keyboard.PressAsync("Escape");
        await open.UntilAsync("players.alive === 0");
    }

    [Fact]
    public async Task The_blind_mode_tells_no_model_before_the_choice()
    {
        using Folder folder = new();
        await using OpenPage open = await browser.OpenAsync(folder.Write(folder.Add(1, model: "sora-2"), folder.Add(2, model: "veo3.1-fast")));
        await open.Page.Keyboard.PressAsync("b");
        const string Shown = "document.getElementById('stage').innerText + document.getElementById('large').innerText";
        await open.Page.Keyboard.PressAsync("Enter");
        Assert.DoesNotContain("sora-2", await open.AskAsync<string>(Shown), StringComparison.Ordinal);
        Assert.DoesNotContain("veo3.1", await open.AskAsync<string>(Shown), StringComparison.Ordinal);
        await open.Page.Keyboard.PressAsync("p");
        Assert.Matches("sora-2|veo3.1-fast", await open.AskAsync<string>("document.getElementById('large').innerText"));
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
        foreach (string? key in (string?[])[null, "Enter", "Escape", "?"])
        {
            if (key is not null)
            {
                await open.Page.Keyboard.PressAsync(key);
            }

            string[] found = await open.AskAsync<string[]>("""
                axe.run().then(result => result.violations
                    .filter(violation => ['serious', 'critical'].includes(violation.impact))
                    .map(violation => `${violation.id}: ${violation.nodes[0].html} ${violation.nodes[0].failureSummary}`))
                """);
            Assert.Empty(found);
        }
    }
}
