using Microsoft.Playwright;

[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(Apimart.Video.Gallery.Tests.Browser))]

namespace Apimart.Video.Gallery.Tests;

/// <summary>Chromium without a window, started once for all tests; where there is none, the tests are skipped with the reason.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] s_places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _absence;

    public async ValueTask InitializeAsync()
    {
        if (s_places.FirstOrDefault(File.Exists) is not { } program)
        {
            _absence = "no Chromium: install Debian's package chromium";
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,
            Args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>Opens a gallery as a double click does. Every request and every error of the page is kept.</summary>
    /// <param name="file">The gallery.</param>
    /// <param name="options">What kind of user opens it.</param>
    /// <param name="first">A script to run before the page's own.</param>
    internal async Task<OpenPage> OpenAsync(string file, BrowserNewContextOptions? options = null, string? first = null)
    {
        Assert.SkipWhen(_browser is null, _absence ?? string.Empty);
        IBrowserContext context = await _browser!.NewContextAsync(options ?? new BrowserNewContextOptions { ViewportSize = new() { Width = 1280, Height = 800 } });
        IPage page = await context.NewPageAsync();
        if (first is not null)
        {
            await page.AddInitScriptAsync(first);
        }

        OpenPage open = new(context, page);
        await page.GotoAsync(new Uri(file).AbsoluteUri.Replace("#", "%23", StringComparison.Ordinal));
        return open;
    }
}

/// <summary>A page that is open, with what it asked for and what went wrong in it.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    internal OpenPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Request += (_, request) => Requests.Add(request.Url);
        page.PageError += (_, error) => Errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Errors.Add(message.Text);
            }
        };
    }

    internal IPage Page { get; }

    internal List<string> Requests { get; } = [];

    internal List<string> Errors { get; } = [];

    internal Task<T> AskAsync<T>(string expression) => Page.EvaluateAsync<T>(expression);

    /// <summary>Waits until the page says so. The page's own policy forbids Playwright's waiting, which evaluates text.</summary>
    internal async Task UntilAsync(string condition)
    {
        while (!await AskAsync<bool>(condition))
        {
            await Page.EvaluateAsync("new Promise(done => requestAnimationFrame(done))");
        }
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
