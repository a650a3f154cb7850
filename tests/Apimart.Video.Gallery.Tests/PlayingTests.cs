using System.Globalization;
using Microsoft.Playwright;

namespace Apimart.Video.Gallery.Tests;

/// <summary>What the mouse does to a tile, and what the clock does to videos. Time is the test's own: nothing waits.</summary>
public sealed class PlayingTests(Browser browser)
{
    /// <summary>The sample's videos have twelve frames a second.</summary>
    private const double Frame = 1 / 12.0;

    private const string Tile = ".tile[data-index='0'] .frame";
    private const string Video = "document.querySelector('.tile video')";

    [Fact]
    public async Task A_tile_plays_without_sound_when_the_mouse_has_rested_on_it_for_a_quarter_of_a_second()
    {
        using Folder folder = new();
        await using OpenPage open = await OpenWithTimersAsync(folder);
        await open.Page.HoverAsync(Tile);
        await open.AskAsync<object>("advance(249)");
        Assert.False(await open.AskAsync<bool>($"!!{Video}"));
        await open.AskAsync<object>("advance(1)");
        Assert.True(await open.AskAsync<bool>($"(window.seen = {Video}).muted && seen.closest('.tile').dataset.index === '0'"));
        await open.UntilAsync("!seen.paused && seen.currentTime > 0.1");

        await open.Page.Mouse.MoveAsync(2, 2);
        Assert.False(await open.AskAsync<bool>($"!!{Video}"));
        Assert.Equal(0, await open.AskAsync<int>("players.alive"));
        Assert.True(await open.AskAsync<bool>("seen.paused && !seen.hasAttribute('src') && seen.networkState === HTMLMediaElement.NETWORK_EMPTY"));

        await open.Page.HoverAsync(Tile);
        await open.Page.Mouse.MoveAsync(2, 2);
        await open.AskAsync<object>("advance(5000)");
        Assert.False(await open.AskAsync<bool>($"!!{Video}"));
    }

    [Fact]
    public async Task Moving_over_a_tile_scrubs_and_resting_plays_on()
    {
        using Folder folder = new();
        await using OpenPage open = await OpenWithTimersAsync(folder);
        (float left, float width, float y) = await BoxAsync(open);
        await open.Page.Mouse.MoveAsync(left + (width / 2), y);
        await open.AskAsync<object>("advance(250)");
        await open.UntilAsync($"{Video}.readyState >= 3 && !{Video}.paused");
        foreach (double share in (double[])[0.25, 0.8, 0.1])
        {
            await open.Page.Mouse.MoveAsync(left + (width * (float)share), y);
            Assert.True(await open.AskAsync<bool>($"{Video}.paused"));
            Assert.InRange(await open.AskAsync<double>($"{Video}.currentTime / {Video}.duration"), share - 0.02, share + 0.02);
            await open.UntilAsync($"!{Video}.seeking");
        }

        await open.AskAsync<object>("advance(250)");
        await open.UntilAsync($"!{Video}.paused && {Video}.currentTime > 0.12 * {Video}.duration");
    }

    [Fact]
    public async Task Nothing_moves_by_itself_for_who_wants_less_motion()
    {
        using Folder folder = new();
        await using OpenPage open = await OpenWithTimersAsync(folder, new BrowserNewContextOptions { ReducedMotion = ReducedMotion.Reduce });
        (float left, float width, float y) = await BoxAsync(open);
        await open.AskAsync<object>("void (HTMLMediaElement.prototype.play = function () { window.played = true; return Promise.resolve(); })");
        await open.Page.Mouse.MoveAsync(left + (width / 2), y);
        await open.AskAsync<object>("advance(5000)");
        await open.UntilAsync($"!{Video} || {Video}.readyState >= 2");
        await open.Page.Mouse.MoveAsync(left + (width / 4), y);
        await open.AskAsync<object>("advance(5000)");
        Assert.True(await open.AskAsync<bool>($"{Video}.paused"));
        Assert.InRange(await open.AskAsync<double>($"{Video}.currentTime / {Video}.duration"), 0.23, 0.27);

        await open.Page.Keyboard.PressAsync("Enter");
        await open.UntilAsync("document.querySelector('#large video').readyState >= 3");
        Assert.True(await open.AskAsync<bool>("document.querySelector('#large video').paused"));
        await open.Page.Keyboard.PressAsync("Escape");
        await open.AskAsync<object>("compare.open(clips)");
        Assert.False(await open.AskAsync<bool>("compare.clock.running"));
        Assert.False(await open.AskAsync<bool>("'played' in window"));

        await open.Page.Keyboard.PressAsync(" ");
        Assert.True(await open.AskAsync<bool>("compare.clock.running"));
    }

    /// <summary>
    /// Real videos, one of which is torn out of step. How long a busy machine lets a video stand still is nobody's promise, so what is
    /// asked is that they come together again and stay so for twenty looks; the benchmark `gallery` looks for sixty seconds.
    /// </summary>
    [Fact]
    public async Task Four_videos_come_within_one_frame()
    {
        using Folder folder = new();
        await using OpenPage open = await browser.OpenAsync(folder.Write([.. Enumerable.Range(0, 4).Select(at => folder.Add(at))]));
        await open.UntilAsync("stills.pending === 0");
        await open.AskAsync<object>("compare.open(clips)");
        await open.UntilAsync("compare.videos.every(video => video.readyState >= 3 && !video.paused && video.currentTime > 0.3)");

        // At its end the clock sets all of them, so each round tears one out anew.
        int together = await open.AskAsync<int>($$"""
            new Promise(done => {
                let looks = 0;
                let together = 0;
                let before = Infinity;
                const look = () => {
                    if (compare.clock.time < before) {
                        compare.videos[1].currentTime += 0.5;
                        together = 0;
                    }

                    before = compare.clock.time;
                    const times = compare.videos.map(video => video.currentTime);
                    const apart = Math.max(...times) - Math.min(...times);
                    together = apart <= {{Frame.ToString(CultureInfo.InvariantCulture)}} && compare.videos.every(video => !video.seeking && !video.paused) ? together + 1 : 0;
                    ++looks < 3000 && together < 20 ? requestAnimationFrame(look) : done(together);
                };
                look();
            })
            """);
        Assert.Equal(20, together);
    }

    /// <summary>
    /// The same clock over four players that are worse than real ones, in time that the test makes: they start late, run 3 % fast or
    /// slow, and jump. Sixty seconds take a moment.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task The_clock_holds_bad_players_together(int seed)
    {
        using Folder folder = new();
        await using OpenPage open = await browser.OpenAsync(folder.Write(folder.Add(1)));
        double[][] seen = await open.AskAsync<double[][]>($"({BadPlayers})({seed})");
        Assert.True(seen.Length >= 1000, $"seed {seed}: {seen.Length} looks");
        Assert.All(seen, look => Assert.True(look[1] <= 1 / 24.0, $"seed {seed}: {look[1] * 1000:0} ms apart at {look[0]:0.00} s"));
        Assert.True(seen.Max(look => look[0]) > 55, $"seed {seed}: the clock came to {seen.Max(look => look[0]):0} s");
    }

    private const string BadPlayers = """
        seed => {
            let state = seed;
            const random = () => {
                state = Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9 | 0;
                return ((state ^ (state >>> 13)) >>> 0) / 4294967296;
            };
            const keep = [window.requestAnimationFrame, window.cancelAnimationFrame, performance.now];
            let now = 1000;
            let due = null;
            window.requestAnimationFrame = call => { due = call; return 1; };
            window.cancelAnimationFrame = () => { due = null; };
            performance.now = () => now;
            const makePlayer = at => ({
                duration: 60, currentTime: 0, playbackRate: 1, paused: true, seeking: false, ended: false, error: null, readyState: 4, loop: true,
                drift: 1 + (at - 1.5) * 0.02, wait: 0,
                addEventListener() {},
                requestVideoFrameCallback() {},
                play() { this.wait = this.paused ? Math.floor(random() * 6) : this.wait; this.paused = false; return Promise.resolve(); },
                pause() { this.paused = true; },
                run(seconds) {
                    if (!this.paused && this.wait-- <= 0) {
                        this.currentTime = Math.min(this.duration, this.currentTime + seconds * this.playbackRate * this.drift);
                    }
                },
            });
            const players = [0, 1, 2, 3].map(makePlayer);
            const clock = makeClock(players, () => {});
            const looks = [];
            let rough = 90;
            clock.play();
            while (clock.time < 59 && due) {
                const seconds = (1 + Math.floor(random() * 2)) / 60;
                now += seconds * 1000;
                players.forEach(player => player.run(seconds));
                if (random() < 0.002) {
                    players[Math.floor(random() * 4)].currentTime += (random() - 0.5) * 0.8;
                    rough = 90;
                }

                const call = due;
                due = null;
                call(now);
                if (--rough < 0) {
                    const times = players.map(player => player.currentTime);
                    looks.push([clock.time, Math.max(...times) - Math.min(...times)]);
                }
            }

            clock.close();
            [window.requestAnimationFrame, window.cancelAnimationFrame, performance.now] = keep;
            return looks;
        }
        """;

    private async Task<OpenPage> OpenWithTimersAsync(Folder folder, BrowserNewContextOptions? options = null)
    {
        OpenPage open = await browser.OpenAsync(
            folder.Write(folder.Add(1), folder.Add(2)),
            options ?? new BrowserNewContextOptions { ViewportSize = new() { Width = 1280, Height = 800 } },
            OwnTimers);
        await open.UntilAsync("stills.pending === 0 && document.querySelectorAll('.tile canvas').length === 2");
        return open;
    }

    /// <summary>Timers that run when the test says so.</summary>
    private const string OwnTimers = """
        (() => {
            let time = 0;
            let number = 0;
            const timers = new Map();
            window.setTimeout = (call, delay = 0) => { timers.set(++number, { at: time + delay, call }); return number; };
            window.clearTimeout = id => { timers.delete(id); };
            window.advance = by => {
                time += by;
                for (const [id, timer] of timers) {
                    if (timer.at <= time) {
                        timers.delete(id);
                        timer.call();
                    }
                }
            };
        })();
        """;

    private static async Task<(float Left, float Width, float Y)> BoxAsync(OpenPage open)
    {
        LocatorBoundingBoxResult box = (await open.Page.Locator(Tile).BoundingBoxAsync())!;
        return (box.X, box.Width, box.Y + (box.Height / 2));
    }
}
