using Apimart.Video.Gallery;
using Apimart.Video.Tasks;
using Microsoft.Playwright;

namespace Apimart.Video.Gallery.Tests;

/// <summary>Searching, filters, orders, views, totals and paper.</summary>
public sealed class ControlsTests(Browser browser)
{
    /// <summary>The clips that are shown, in their order, as `prompt model`.</summary>
    private const string Shown = "stage.order.map(clip => `${clip.prompt} ${clip.model}`.trim())";

    private const string Total = "document.getElementById('total').textContent";

    [Fact]
    public async Task What_lies_below_the_window_is_made_after_the_first_paint()
    {
        using Folder folder = new();
        const string Below = "[...document.querySelectorAll('.tile')].filter(tile => tile.getBoundingClientRect().top > innerHeight).length";
        await using OpenPage open = await browser.OpenAsync(
            folder.Write([.. Enumerable.Range(0, 200).Select(at => folder.Add(at))]),
            first: $"addEventListener('DOMContentLoaded', () => {{ window.atFirst = [{Below}, document.querySelectorAll('.tile').length]; }})");

        int[] atFirst = await open.AskAsync<int[]>("window.atFirst");

        Assert.Equal(0, atFirst[0]);
        Assert.InRange(atFirst[1], 4, 40);
        await open.UntilAsync($"{Below} > 0");
    }

    [Fact]
    public async Task Searching_finds_words_of_prompts_columns_names_ids_reasons_and_notes()
    {
        using Folder folder = new();
        await using OpenPage open = await OpenAsync(folder);
        await open.AskAsync<object>("choices.set(clips[2], { note: 'too DARK' })");
        foreach ((string words, string[] found) in new (string, string[])[]
        {
            ("KITE red", ["a red kite sora-2", "a red kite veo3.1-fast"]),
            ("mara", ["a red kite sora-2"]),
            ("third.mp4", ["a grey fox sora-2"]),
            ("task_00002", ["a red kite veo3.1-fast"]),
            ("moderation", ["a wolf sora-2"]),
            ("dark", ["a grey fox sora-2"]),
            ("veo", ["a red kite veo3.1-fast"]),
            ("<b> kite", []),
        })
        {
            await open.Page.Keyboard.PressAsync("/");
            await open.Page.Keyboard.PressAsync("Control+A");
            await open.Page.Keyboard.TypeAsync(words);
            string[] wanted = found;
            await open.UntilAsync($"state.shown.length === {wanted.Length}");
            await open.AskAsync<object>("update()");
            Assert.Equal(wanted, await open.AskAsync<string[]>(Shown));
            Assert.Equal(wanted.Length == 0, await open.Page.Locator("#nothing").IsVisibleAsync());
            await open.Page.Keyboard.PressAsync("Escape");
        }

        await open.Page.ClickAsync("#reset");
        Assert.Equal(4, await open.AskAsync<int>("stage.order.length"));
    }

    [Theory]
    [InlineData("filter-model", "veo3.1-fast", "a red kite veo3.1-fast")]
    [InlineData("filter-status", "Failed", "a wolf sora-2")]
    [InlineData("filter-job", "winter", "a grey fox sora-2")]
    [InlineData("filter-pick", "pick", "a red kite veo3.1-fast")]
    [InlineData("filter-pick", "reject", "a red kite sora-2")]
    [InlineData("filter-pick", "open", "a wolf sora-2")]
    [InlineData("filter-stars", "4", "a grey fox sora-2")]
    public async Task A_filter_leaves_what_it_names(string filter, string value, string left)
    {
        using Folder folder = new();
        await using OpenPage open = await OpenAsync(folder);
        await open.AskAsync<object>("""
            choices.set(clips[0], { pick: 'reject' });
            choices.set(clips[1], { pick: 'pick', stars: 3 });
            choices.set(clips[2], { stars: 5 });
            """);
        await open.Page.SelectOptionAsync($"#{filter}", value);
        Assert.Equal([left], await open.AskAsync<string[]>(Shown));
        Assert.Equal([left.Split(' ')[^1]], await open.AskAsync<string[]>("[...document.querySelectorAll('.tile .model')].map(model => model.textContent)"));
        Assert.StartsWith("1 of 4 shown", await open.AskAsync<string>(Total), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("made", "0123")]
    [InlineData("newest", "3210")]
    [InlineData("stars", "2103")]
    [InlineData("model", "0231")]
    [InlineData("name", "3012")]
    [InlineData("dear", "1032")]
    [InlineData("long", "2013")]
    public async Task Tiles_stand_in_the_order_that_is_asked_for(string order, string places)
    {
        using Folder folder = new();
        await using OpenPage open = await OpenAsync(folder);
        await open.UntilAsync("stills.pending === 0 && clips.every(clip => !clip.url || clip.seconds === 2)");
        await open.AskAsync<object>("""
            choices.set(clips[1], { stars: 3 });
            choices.set(clips[2], { stars: 5 });
            clips.forEach((clip, at) => { clip.seconds = [8, 4, 12, null][at]; });
            """);
        await open.Page.SelectOptionAsync("#sort", order);
        Assert.Equal(places, await open.AskAsync<string>("stage.order.map(clip => clip.index).join('')"));
        Assert.Equal(places, await open.AskAsync<string>("""
            [...document.querySelectorAll('.tile')]
                .map(tile => ({ at: tile.dataset.index, box: tile.getBoundingClientRect() }))
                .sort((a, b) => a.box.top - b.box.top || a.box.left - b.box.left)
                .map(tile => tile.at).join('')
            """));
    }

    [Fact]
    public async Task The_total_of_what_is_shown_is_in_seconds_and_dollars_and_unknown_stays_unknown()
    {
        using Folder folder = new();
        await using OpenPage open = await OpenAsync(folder);
        await open.UntilAsync("stills.pending === 0 && clips.every(clip => !clip.url || clip.seconds === 2)");
        Assert.Equal("4 shown · 6 s · $2.30 and 1 of unknown cost", await open.AskAsync<string>(Total));
        await open.Page.SelectOptionAsync("#filter-model", "sora-2");
        Assert.Equal("3 of 4 shown · 4 s · $0.80 and 1 of unknown cost", await open.AskAsync<string>(Total));
        await open.Page.SelectOptionAsync("#filter-status", "Failed");
        Assert.Equal("1 of 4 shown · 0 s · $0.00", await open.AskAsync<string>(Total));
        await open.Page.SelectOptionAsync("#filter-status", string.Empty);
        await open.Page.SelectOptionAsync("#filter-model", "veo3.1-fast");
        await open.Page.Keyboard.PressAsync("Escape");
        await open.AskAsync<object>("stage.select(clips[1])");
        await open.Page.Keyboard.PressAsync("p");
        await open.UntilAsync($"{Total}.includes('picked')");
        Assert.Equal("1 of 4 shown · 2 s · $1.50 · 1 picked", await open.AskAsync<string>(Total));
    }

    [Fact]
    public async Task A_prompt_given_to_several_models_is_a_grid_of_the_two()
    {
        using Folder folder = new();
        string[] models = ["sora-2", "veo3.1-fast", "omni"];
        await using OpenPage open = await browser.OpenAsync(folder.Write([.. Enumerable.Range(0, 9)
            .Where(at => at != 4)
            .Select(at => folder.Add(at, $"prompt {at / 3}", models[at % 3], request: Request($"prompt {at / 3}", models[at % 3])))]));
        await open.Page.ClickAsync("[data-view=grid]");
        Assert.Equal(models, await open.AskAsync<string[]>("[...document.querySelectorAll('#models span')].map(cell => cell.textContent)"));
        Assert.Equal(["prompt 0", "prompt 1", "prompt 2"], await open.AskAsync<string[]>("[...document.querySelectorAll('.head')].map(head => head.textContent)"));

        // Each tile stands under its model and below its prompt.
        Assert.Equal(8, await open.AskAsync<int>("""
            (() => {
                const columns = [...document.querySelectorAll('#models span')];
                const heads = [...document.querySelectorAll('.head')];
                return [...document.querySelectorAll('.tile')].filter(tile => {
                    const clip = clips[Number(tile.dataset.index)];
                    const box = tile.getBoundingClientRect();
                    const column = columns.find(cell => Math.abs(cell.getBoundingClientRect().left - box.left) < 2);
                    const head = heads.filter(one => one.getBoundingClientRect().top < box.top).at(-1);
                    return column.textContent === clip.model && head.textContent === clip.prompt;
                }).length;
            })()
            """));

        // Down from the hole's neighbour stays in its column, and over the hole goes to what is nearest.
        await open.AskAsync<object>("stage.select(clips[1])");
        await open.Page.Keyboard.PressAsync("ArrowDown");
        Assert.Contains("prompt 1", await open.AskAsync<string>("state.current.prompt"), StringComparison.Ordinal);
        await open.AskAsync<object>("stage.select(clips[2])");
        await open.Page.Keyboard.PressAsync("ArrowDown");
        Assert.Equal("prompt 1 omni", await open.AskAsync<string>("`${state.current.prompt} ${state.current.model}`"));
    }

    [Fact]
    public async Task The_grid_shows_each_of_several_clips_of_a_cell_and_mixes_no_jobs()
    {
        using Folder folder = new();
        await using OpenPage open = await browser.OpenAsync(folder.Write(
            folder.Add(0),
            folder.Add(1, model: "veo3.1-fast"),
            folder.Add(2),
            folder.Add(3, job: "winter")));
        await open.Page.SetViewportSizeAsync(1280, 2400);
        await open.Page.ClickAsync("[data-view=grid]");
        await open.UntilAsync("document.querySelectorAll('#stage .tile').length >= 3");
        Assert.Equal(
            ["head", "0", "1", "2", "head", "3"],
            await open.AskAsync<string[]>("""
                [...document.querySelectorAll('#stage .head, #stage .tile')]
                    .map(element => ({ name: element.dataset.index ?? 'head', box: element.getBoundingClientRect() }))
                    .sort((a, b) => a.box.top - b.box.top || a.box.left - b.box.left)
                    .map(element => element.name)
                """));
    }

    [Fact]
    public async Task A_job_with_one_model_has_no_grid()
    {
        using Folder folder = new();
        await using OpenPage open = await browser.OpenAsync(folder.Write(folder.Add(1, "one"), folder.Add(2, "two")));
        Assert.False(await open.Page.Locator("[data-view=grid]").IsVisibleAsync());
        Assert.False(await open.Page.Locator("#filter-model").IsVisibleAsync());
    }

    [Fact]
    public async Task Takes_of_a_row_stand_side_by_side_under_one_heading()
    {
        using Folder folder = new();
        GallerySource Take(int number, string prompt, int take, int row) => folder.Add(number, prompt, request: Request(prompt, "sora-2")) is var source
            ? source with { Task = source.Task! with { Take = take, RowNumber = row } }
            : source;

        await using OpenPage open = await browser.OpenAsync(folder.Write(
            Take(1, "fox", 1, 7), Take(2, "wolf", 1, 9), Take(3, "fox", 2, 1), Take(4, "fox", 3, 1)));
        await open.Page.Keyboard.PressAsync("v");
        Assert.Equal(["Row 7 · 3 takes · fox", "Row 9 · wolf"], await open.AskAsync<string[]>("[...document.querySelectorAll('.head')].map(head => head.textContent)"));
        Assert.Equal("0,2,3,1", await open.AskAsync<string>("stage.order.map(clip => clip.index).join()"));
        Assert.Equal(1, await open.AskAsync<int>("new Set([0, 2, 3].map(at => document.querySelector(`.tile[data-index='${at}']`).getBoundingClientRect().top)).size"));
        Assert.Equal(["take 1", "take 2", "take 3"], await open.AskAsync<string[]>("[...document.querySelectorAll('.take')].map(take => take.textContent).filter(Boolean)"));
        await open.Page.Keyboard.PressAsync("o");
        Assert.Equal(3, await open.AskAsync<int>("compare.videos.length"));
    }

    [Fact]
    public async Task Paper_gets_a_contact_sheet_of_what_is_shown()
    {
        using Folder folder = new();
        await using OpenPage open = await OpenAsync(folder);
        await open.AskAsync<object>("choices.set(clips[0], { pick: 'pick', stars: 4 })");
        await open.Page.SelectOptionAsync("#filter-job", "autumn");
        await open.AskAsync<object>("void (window.print = () => { window.printed = true; })");
        await open.Page.ClickAsync("#sheet");
        await open.UntilAsync("window.printed === true");
        await open.AskAsync<object>("dispatchEvent(new Event('beforeprint'))");
        await open.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.Equal(3, await open.Page.Locator("figure").CountAsync());
        Assert.Equal(2, await open.Page.Locator("figure canvas").CountAsync());
        Assert.True(await open.Page.Locator("figure").First.IsVisibleAsync());
        Assert.False(await open.Page.Locator("#stage").IsVisibleAsync());
        Assert.Contains("✓ ★★★★", await open.Page.Locator("figure").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("moderation", await open.Page.Locator("figure").Last.InnerTextAsync(), StringComparison.Ordinal);
        await open.AskAsync<object>("dispatchEvent(new Event('afterprint'))");
        Assert.Equal(0, await open.Page.Locator("figure").CountAsync());
        await open.AskAsync<object>("dispatchEvent(new Event('beforeprint'))");
        Assert.Equal(3, await open.Page.Locator("figure").CountAsync());
        Assert.Empty(open.Errors);
    }

    [Theory]
    [InlineData(360)]
    [InlineData(390)]
    [InlineData(1280)]
    [InlineData(3840)]
    public async Task Nothing_is_wider_than_the_window(int width)
    {
        using Folder folder = new();
        GallerySource[] sources = [.. Enumerable.Range(0, 6).Select(at => folder.Add(at, new string('w', 300) + at % 2, at % 2 == 0 ? "sora-2" : new string('m', 90)))];
        await using OpenPage open = await browser.OpenAsync(folder.Write(sources), new BrowserNewContextOptions { ViewportSize = new() { Width = width, Height = 800 } });
        foreach (string key in (string[])["/", "Escape", "?", "Escape", "Enter", "Escape", "v", "v"])
        {
            await open.Page.Keyboard.PressAsync(key);
            Assert.InRange(await open.AskAsync<int>("document.documentElement.scrollWidth"), 1, width);
        }
    }

    private Task<OpenPage> OpenAsync(Folder folder)
    {
        GallerySource mara = folder.Add(1, "a red kite", "sora-2", "first.mp4", Request("a red kite", "sora-2"), new Dictionary<string, string> { ["Owner"] = "Mara" });
        GallerySource dear = folder.Add(2, "a red kite", "veo3.1-fast", "second.mp4", Request("a red kite", "veo3.1-fast"));
        GallerySource fox = folder.Add(3, "a grey fox", "sora-2", "third.mp4", Request("a grey fox", "sora-2"));
        GallerySource failed = GallerySource.Of(new ApimartTask
        {
            TaskId = "task_00004",
            Model = "sora-2",
            Prompt = "a wolf",
            JobName = "autumn",
            Status = ApimartTaskStatus.Failed,
            Cost = 0,
            Error = new TaskFault("content_rejected", "Refused by moderation."),
        });
        return browser.OpenAsync(folder.Write(
            mara,
            dear with { Task = dear.Task! with { Cost = 1.5m } },
            fox with { Task = fox.Task! with { Cost = null, JobName = "winter" } },
            failed));
    }

    private static string Request(string prompt, string model) => $$"""{"model":"{{model}}","prompt":"{{prompt}}"}""";
}
