using System.Diagnostics;
using Apimart.Video.Gallery;
using Apimart.Video.Models;
using Apimart.Video.Quickstart;
using Apimart.Video.Tasks;
using Microsoft.Playwright;

namespace Apimart.Video.Benchmarks.Gallery;

/// <summary>How long a gallery takes to write and to show, and what it costs the browser to scroll through.</summary>
internal sealed class GalleryBenchmark : IBenchmark
{
    private const string Program = "/usr/bin/chromium";

    public string Name => "gallery";

    public string Usage => "gallery [clips = 2000]   writing, first paint and scrolling; needs /usr/bin/chromium";

    public async Task<int> RunAsync(string[] args)
    {
        int count = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 2000;
        string folder = Directory.CreateTempSubdirectory("apimart-gallery-").FullName;
        try
        {
            string page = Path.Combine(folder, GalleryFile.DefaultName);
            GallerySource[] sources = [.. Enumerable.Range(0, count).Select(at => Source(folder, at))];
            for (int run = 0; run < 3; run++)
            {
                long start = Stopwatch.GetTimestamp();
                GalleryFile.Write(page, sources, "Autumn", ModelCatalogue.Default);
                Console.WriteLine($"write {count} clips: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms, {new FileInfo(page).Length / 1e6:0.00} MB");
            }

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

    private static GallerySource Source(string folder, int at)
    {
        string file = Path.Combine(folder, $"task_01KZ89WWC18983EK8GA5{at:000000}.mp4");
        File.Copy(Path.Combine(RepositoryRoot.Find(), "src/Apimart.Video.Simulator/Videos/16x9.mp4"), file);
        return GallerySource.Of(new ApimartTask
        {
            TaskId = Path.GetFileNameWithoutExtension(file),
            Model = at % 2 == 0 ? "sora-2" : "veo3.1-fast",
            Prompt = $"Shot {at / 4}: a red kite over the dunes at dawn, slow push in, long shadows, 35 mm, grain, the wind lifts the sand",
            JobName = "autumn",
            Status = ApimartTaskStatus.Completed,
            Cost = 0.8m,
            Request = """{"model":"sora-2","duration":8,"aspect_ratio":"16:9"}""",
            SavedFiles = [file],
        });
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
            IPage page = await browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = width, Height = height } });
            await page.GotoAsync(new Uri(file).AbsoluteUri);
            string[] seen = await page.EvaluateAsync<string[]>("""
                new Promise(done => {
                    let longest = 0;
                    let most = 0;
                    const watch = new PerformanceObserver(list => list.getEntries().forEach(task => { longest = Math.max(longest, task.duration); }));
                    watch.observe({ type: 'longtask' });
                    const step = () => {
                        scrollBy(0, innerHeight / 2);
                        most = Math.max(most, players.alive, document.querySelectorAll('video').length);
                        if (scrollY + innerHeight < document.documentElement.scrollHeight - 2) {
                            requestAnimationFrame(step);
                        } else {
                            setTimeout(() => done([performance.getEntriesByType('paint')[0]?.startTime, longest, most, players.failed, document.querySelectorAll('.tile').length].map(String)), 1000);
                        }
                    };
                    step();
                })
                """);
            Console.WriteLine($"{width} x {height}: first paint {seen[0]} ms, longest task while scrolling {seen[1]} ms, most players {seen[2]}, failed {seen[3]}, tiles at the end {seen[4]}");
            await page.CloseAsync();
        }
    }
}
