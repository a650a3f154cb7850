using Apimart.Video.Gallery;
using Microsoft.Playwright;

namespace Apimart.Video.Gallery.Tests;

/// <summary>One clip large: its takes, its link, and what leaves the page with a choice.</summary>
public sealed class LargeViewTests(Browser browser)
{
    [Fact]
    public async Task Takes_are_gone_through_in_their_order_whatever_order_they_were_made_in()
    {
        using Folder folder = new();
        await using OpenPage open = await browser.OpenAsync(folder.Write(Take(folder, 1, 3), Take(folder, 2, 1), Take(folder, 3, 4), Take(folder, 4, 2)));
        await open.AskAsync<object>("stage.select(clips[2])");
        await open.Page.Keyboard.PressAsync("Enter");
        ILocator takes = open.Page.Locator("#large .takes button");
        Assert.Equal(["Take 1", "Take 2", "Take 3", "Take 4", "Compare"], await takes.AllInnerTextsAsync());
        Assert.Equal("Take 4", await open.Page.Locator("#large .takes [aria-current=true]").InnerTextAsync());
        foreach ((int take, string file) in new[] { (1, "clip 2.mp4"), (3, "clip 1.mp4"), (2, "clip 4.mp4") })
        {
            await takes.Nth(take - 1).ClickAsync();
            Assert.Equal(file, await open.Page.Locator("#large .path").InnerTextAsync());
            Assert.Equal(1, await open.AskAsync<int>("document.querySelectorAll('#large video').length"));
        }

        await open.Page.Keyboard.PressAsync("Escape");
        await open.UntilAsync("stills.pending === 0 && players.alive === 0");
    }

    [Fact]
    public async Task The_link_leads_to_the_clip_beside_the_page_wherever_the_folder_lies()
    {
        using Folder folder = new("clips # 100% of 日本");
        string page = folder.Write(folder.Add(1, name: "a b#1 50%.mp4"));
        Assert.DoesNotContain(folder.Root, await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        folder.Move("moved");
        await using OpenPage open = await browser.OpenAsync(folder.Page);
        await open.Page.Keyboard.PressAsync("Enter");
        ILocator link = open.Page.Locator("#large a.button");
        Assert.Equal("./a%20b%231%2050%25.mp4", await link.GetAttributeAsync("href"));
        Assert.Equal(("_blank", "noopener"), (await link.GetAttributeAsync("target"), await link.GetAttributeAsync("rel")));
        Assert.Equal(Path.Combine(folder.Clips, "a b#1 50%.mp4"), new Uri(await open.AskAsync<string>("document.querySelector('#large a.button').href")).LocalPath);
        Assert.Equal("a b#1 50%.mp4", await open.Page.Locator("#large .path").InnerTextAsync());
    }

    [Fact]
    public async Task A_picks_file_holds_what_a_new_take_needs_and_the_user_s_own_columns_each_once()
    {
        using Folder folder = new();
        await using OpenPage open = await browser.OpenAsync(folder.Write(
            folder.Add(1, "fox", request: """{"model":"sora-2","prompt":"fox","duration":8}""", row: new Dictionary<string, string> { ["Scene"] = "one, two", ["prompt"] = "mine" }),
            folder.Add(2, "wolf", request: """{"model":"sora-2","prompt":"wolf","aspect_ratio":"9:16","duration":4}""", row: new Dictionary<string, string> { ["Owner"] = "\"Mara\"", ["duration"] = "eight" }),
            folder.Add(3, "owl", "veo3.1-fast", request: """{"model":"veo3.1-fast","prompt":"owl","image_urls":["https://a.example/1.png","https://a.example/2.png"]}"""),
            folder.Add(4, "not chosen", row: new Dictionary<string, string> { ["Unchosen"] = "x" })));
        await open.AskAsync<object>("""
            choices.set(clips[0], { pick: 'pick', stars: 4 });
            choices.set(clips[1], { note: 'too\ndark' });
            choices.set(clips[2], { pick: 'reject' });
            """);
        Assert.Equal(
            """"
            "TaskId","Row","Name","Pick","Stars","Note","JobName","Model","Prompt","Duration","Scene","AspectRatio","Owner","ImageUrl"
            "task_00001","1","clip 1.mp4","pick","4","","autumn","sora-2","fox","8","one, two","","",""
            "task_00002","2","clip 2.mp4","","","too{LF}dark","autumn","sora-2","wolf","4","","9:16","""Mara""",""
            "task_00003","3","clip 3.mp4","reject","","","autumn","veo3.1-fast","owl","","","","","https://a.example/1.png https://a.example/2.png"
            """".ReplaceLineEndings("\r\n").Replace("{LF}", "\n", StringComparison.Ordinal) + "\r\n",
            (await open.AskAsync<string>("toPicks().text")).TrimStart('\uFEFF'));
    }

    [Fact]
    public async Task A_clip_that_plays_is_taken_apart_when_it_leaves_the_window()
    {
        using Folder folder = new();
        await using OpenPage open = await browser.OpenAsync(folder.Write([.. Enumerable.Range(0, 80).Select(at => folder.Add(at))]));
        await open.UntilAsync("stills.pending === 0 && !!document.querySelector('.tile canvas')");
        await open.Page.Keyboard.PressAsync(" ");
        Assert.True(await open.AskAsync<bool>("(window.seen = document.querySelector('.tile video')) && players.alive === 1"));
        await open.AskAsync<object>("scrollTo(0, document.documentElement.scrollHeight)");
        await open.UntilAsync("!document.querySelector(\".tile[data-index='0']\")");
        Assert.True(await open.AskAsync<bool>("seen.paused && !seen.hasAttribute('src')"));

        // What is left alive makes the stills of the tiles that came into sight.
        Assert.True(await open.AskAsync<bool>("players.alive <= stills.pending"));
    }

    private static GallerySource Take(Folder folder, int number, int take)
    {
        GallerySource source = folder.Add(number, "fox", request: """{"model":"sora-2","prompt":"fox"}""");
        return source with { Task = source.Task! with { Take = take, RowNumber = 7 } };
    }
}
