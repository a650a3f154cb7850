using Apimart.Video.Quickstart;
using Apimart.Video.Simulator;
using Microsoft.Playwright;

namespace Apimart.Video.Gallery.Tests;

/// <summary>From rows to a gallery, to choices, to further takes and a folder of what was picked: PowerShell and browser by turns.</summary>
public sealed class PicksTests(Browser browser)
{
    private const string Start = """
        $ErrorActionPreference = 'Stop'
        $module, $address, $folder = $args
        $env:APIMART_JOURNAL = "$folder/journal"
        Import-Module $module
        Connect-Apimart sk-simulator -BaseUri $address
        $PSDefaultParameterValues['Wait-ApimartTask:PollInterval'] = 0.05
        Set-Location $folder/clips

        """;

    private const string Make = Start + """
        1..4 | ForEach-Object { [pscustomobject]@{ Prompt = "Shot $_, ""so"" it’s"; Model = 'sora-2'; Duration = 4; Scene = "scene $_" } } |
            New-ApimartVideo -JobName autumn -ThrottleLimit 1 | Wait-ApimartTask | Save-ApimartVideo . -PassThru | Export-ApimartGallery
        """;

    /// <summary>The lines of the guide.</summary>
    private const string Choose = Start + """
        $null = New-Item picked -ItemType Directory -Force
        Import-Csv picks.csv | Where-Object Pick -EQ pick | Copy-Item -LiteralPath { $_.Name } -Destination picked
        Import-Csv picks.csv | Where-Object Pick -EQ reject | New-ApimartVideo -Take 2 |
            Wait-ApimartTask | Save-ApimartVideo . -PassThru | Out-Null
        Export-ApimartGallery . -JobName autumn
        Get-ChildItem picked | ForEach-Object Name
        """;

    [Fact]
    public async Task Rejected_rows_get_a_new_take_and_picked_ones_are_copied()
    {
        PowerShellHost? shell = PowerShellHost.Find(Folder.Repository, out string reason);
        Assert.SkipWhen(shell is null, reason);
        using Folder folder = new();
        await using SimulatorServer simulator = SimulatorServer.Start(new SimulatorOptions { TaskDuration = TimeSpan.FromMilliseconds(100) });
        string Run(string name, string script)
        {
            string file = Path.Combine(folder.Root, name);
            File.WriteAllText(file, script);
            (int exitCode, string output) = shell.RunFile(file, folder.Root, Path.Combine(Folder.Repository, "out", "Apimart.Video"), simulator.BaseUri.AbsoluteUri, folder.Root);
            Assert.True(exitCode == 0, output);
            return output;
        }

        Run("make.ps1", Make);
        Assert.Equal(4, simulator.Bill.Count);
        string picked;
        string[] rejected;
        await using (OpenPage open = await browser.OpenAsync(folder.Page))
        {
            foreach (string key in (string[])["p", "ArrowRight", "x", "ArrowRight", "x", "ArrowRight", "3"])
            {
                await open.Page.Keyboard.PressAsync(key);
            }

            // Clips stand in the order in which their tasks came through the pipeline.
            rejected = await open.AskAsync<string[]>("clips.filter(clip => choices.of(clip).pick === 'reject').map(clip => String(clip.row))");
            picked = await open.AskAsync<string>("clips.find(clip => choices.of(clip).pick === 'pick').file");
            IDownload download = await open.Page.RunAndWaitForDownloadAsync(() => open.Page.ClickAsync("#export"));
            await download.SaveAsAsync(Path.Combine(folder.Clips, "picks.csv"));
        }

        Assert.Equal(picked, Run("choose.ps1", Choose).Trim());
        Assert.Equal(2, rejected.Length);
        Assert.Equal(6, simulator.Bill.Count);

        // Run again, nothing is paid again.
        Run("choose.ps1", Choose);
        Assert.Equal(6, simulator.Bill.Count);
        await using OpenPage again = await browser.OpenAsync(folder.Page);
        string[] expected =
        [
            .. Enumerable.Range(1, 4).Select(row => (Row: $"{row}", Take: 1))
                .Concat(rejected.Select(row => (Row: row, Take: 2)))
                .Select(clip => $"{clip.Row} {clip.Row} {clip.Take} Scene: scene {clip.Row}")
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(
            expected,
            await again.AskAsync<string[]>("clips.map(clip => `${/Shot (.)/.exec(clip.prompt)[1]} ${clip.row} ${clip.take} ${columnsOf(clip)}`).sort()"));
        await again.UntilAsync("stills.pending === 0 && (players.failed > 0 || document.querySelectorAll('.tile canvas').length === 6)");
        Assert.Equal(0, await again.AskAsync<int>("players.failed"));
        Assert.Equal(6, await again.AskAsync<int>("document.querySelectorAll('.tile canvas').length"));
    }
}
