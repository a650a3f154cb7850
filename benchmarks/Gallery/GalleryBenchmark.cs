using System.Diagnostics;
using System.Globalization;
using Apimart.Video.Benchmarks.PowerShell;
using Apimart.Video.Gallery;
using Apimart.Video.Models;
using Apimart.Video.Quickstart;
using Apimart.Video.Tasks;
using Microsoft.Playwright;

namespace Apimart.Video.Benchmarks.Gallery;

/// <summary>
/// How long a gallery takes to write and to show, and what it costs the browser to scroll through. Beside each time stands the
/// processor's part of it, which a busy machine does not change much.
/// </summary>
internal sealed class GalleryBenchmark : IBenchmark
{
    private const string Program = "/usr/bin/chromium";

    public string Name => "gallery";

    public string Usage => "gallery [CLIPS=2000]          export, first paint, scrolling and the clock of a gallery; needs /usr/bin/chromium";

    public async Task<int> RunAsync(string[] args)
    {
        int count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2000;
        string folder = Directory.CreateTempSubdirectory("apimart-gallery-").FullName;
        try
        {
            string page = Path.Combine(folder, GalleryFile.DefaultName);
            ApimartTask[] tasks = [.. Enumerable.Range(0, count).Select(at => Task(folder, at))];
            for (int run = 0; run < 3; run++)
            {
                TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
                long start = Stopwatch.GetTimestamp();
                GalleryFile.Write(page, tasks.Select(GallerySource.Of), "Autumn", ModelCatalogue.Default);
                Print($"write {count} clips, run {run + 1}: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms, processor {(Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds:0} ms, {new FileInfo(page).Length / 1e6:0.00} MB");
            }

            GalleryJournal.Fill(Path.Combine(folder, ".journal"), tasks);
            double[] exported = Shell.Run("Gallery.ps1", folder);
            Print($"Export-ApimartGallery in a new PowerShell: {exported[0]:0} ms (processor {exported[1]:0} ms); again {exported[2]:0} ms (processor {exported[3]:0} ms)");
            if (File.Exists(Program))
            {
                await ShowAsync(page);
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ApimartTask Task(string folder, int at)
    {
        string file = Path.Combine(folder, $"task_01KZ89WWC18983EK8GA5{at:000000}.mp4");
        File.Copy(Path.Combine(RepositoryRoot.Find(), "tests/Apimart.Video.Gallery.Tests/Two seconds.mp4"), file);
        string model = at % 2 == 0 ? "sora-2" : "veo3.1-fast";
        string prompt = $"Shot {at / 4}: a red kite over the dunes at dawn, slow push in, long shadows, 35 mm, grain, the wind lifts the sand";
        return new ApimartTask
        {
            TaskId = Path.GetFileNameWithoutExtension(file),
            Model = model,
            Prompt = prompt,
            JobName = "autumn",
            Status = ApimartTaskStatus.Completed,
            Cost = 0.8m,
            Request = $$"""{"aspect_ratio":"16:9","duration":8,"model":"{{model}}","prompt":"{{prompt}}"}""",
            SavedFiles = [file],
        };
    }

    private static async Task ShowAsync(string file)
    {
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Program,
            Args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        foreach ((int width, int height) in ((int, int)[])[(1280, 800), (3840, 2160)])
        {
            await PaintAsync(browser, file, width, height);
            await ScrollAsync(browser, file, width, height);
        }

        await CompareAsync(browser, file);
    }

    /// <summary>First paint, beside that of a page with one word: what the gallery adds to what this browser takes on this machine.</summary>
    private static async Task PaintAsync(IBrowser browser, string file, int width, int height)
    {
        string bare = Path.Combine(Path.GetDirectoryName(file)!, "bare.html");
        File.WriteAllText(bare, "<!DOCTYPE html><title>Bare</title><p>Bare</p>");
        List<double> bares = [];
        List<double> galleries = [];
        for (int run = 0; run < 9; run++)
        {
            bares.Add(await FirstPaintAsync(bare));
            galleries.Add(await FirstPaintAsync(file));
        }

        Print($"{width} x {height}: first paint {Shell.Spread(galleries)} ms (least, median, most of {galleries.Count}); of a page with one word {Shell.Spread(bares)} ms");

        async Task<double> FirstPaintAsync(string path)
        {
            IPage page = await browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = width, Height = height } });
            await page.GotoAsync(new Uri(path).AbsoluteUri);
            double paint = await page.EvaluateAsync<double>("""
                new Promise(done => {
                    const look = () => {
                        const paint = performance.getEntriesByName('first-paint')[0];
                        paint ? done(paint.startTime) : requestAnimationFrame(look);
                    };
                    look();
                })
                """);
            await page.CloseAsync();
            return paint;
        }
    }

    private static async Task ScrollAsync(IBrowser browser, string file, int width, int height)
    {
        IPage page = await browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = width, Height = height } });
        BrowserTrace trace = await BrowserTrace.StartAsync(page);
        await page.GotoAsync(new Uri(file).AbsoluteUri);
        string[] seen = await page.EvaluateAsync<string[]>("""
            new Promise(done => {
                performance.mark('scroll');
                let most = 0;
                const step = () => {
                    scrollBy(0, innerHeight / 2);
                    most = Math.max(most, players.alive, document.querySelectorAll('video').length);
                    if (scrollY + innerHeight < document.documentElement.scrollHeight - 2) {
                        requestAnimationFrame(step);
                    } else {
                        setTimeout(() => done([performance.getEntriesByType('paint')[0]?.startTime, most, players.failed, document.querySelectorAll('.tile').length].map(String)), 1000);
                    }
                };
                step();
            })
            """);
        BrowserTrace.Summary summary = await trace.EndAsync();
        Print($"{width} x {height}: first paint {double.Parse(seen[0], CultureInfo.InvariantCulture):0} ms (processor {summary.UntilPaint:0} ms); "
            + $"scrolling half a window a frame: longest script {summary.LongestScript:0} ms (processor {summary.LongestScriptCpu:0} ms), "
            + $"longest task with layout and paint {summary.LongestTask:0} ms (processor {summary.LongestTaskCpu:0} ms); "
            + $"players at most {seen[1]}, failed {seen[2]}; tiles at the end {seen[3]}");
        await page.CloseAsync();
    }

    /// <summary>Four videos for sixty seconds of film, a hundred looks.</summary>
    private static async Task CompareAsync(IBrowser browser, string file)
    {
        IPage page = await browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 800 } });
        await page.GotoAsync(new Uri(file).AbsoluteUri);
        double[] seen = await page.EvaluateAsync<double[]>("""
            new Promise(done => {
                compare.open(clips.slice(0, 4));
                const spreads = [];
                const frames = [];
                let film = 0;
                let before = 0;
                let last = performance.now();
                const look = now => {
                    film += Math.max(0, compare.clock.time - before);
                    before = compare.clock.time;
                    frames.push(now - last);
                    last = now;
                    const times = compare.videos.map(video => video.currentTime);
                    const inside = times.every(time => time > 0.2 && time < compare.clock.length - 0.1);
                    if (inside && film >= 0.6 * spreads.length && compare.videos.every(video => !video.seeking && !video.paused)) {
                        spreads.push(1000 * (Math.max(...times) - Math.min(...times)));
                    }

                    film < 60 || spreads.length < 100
                        ? requestAnimationFrame(look)
                        : done([spreads.length, Math.max(...spreads), spreads.filter(spread => spread > 1000 / 12).length, frames.sort((a, b) => a - b)[frames.length >> 1], frames.at(-1)]);
                };
                requestAnimationFrame(look);
            })
            """);
        Print($"four videos of 12 frames a second, 60 s on one clock, {seen[0]:0} looks: at most {seen[1]:0} ms apart, {seen[2]:0} of them more than a frame of 83 ms; the browser's frames took {seen[3]:0} ms, the longest {seen[4]:0} ms");
        await page.CloseAsync();
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static void Print(string text) => Console.WriteLine(text);
}
