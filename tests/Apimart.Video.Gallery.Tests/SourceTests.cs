using System.Text.Json;
using System.Text.RegularExpressions;

namespace Apimart.Video.Gallery.Tests;

/// <summary>The page's files and what is made of them, without a browser.</summary>
public sealed partial class SourceTests
{
    private static readonly string s_gallery = Path.Combine(Folder.Repository, "src", "Apimart.Video", "Module", "gallery");

    [Fact]
    public async Task The_scripts_fit_their_types()
    {
        string compiler = NodePackages.Require("typescript/package.json");
        string folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(compiler)!, "..", ".."));
        string page = await File.ReadAllTextAsync(Path.Combine(s_gallery, "index.html"), TestContext.Current.CancellationToken);
        string[] files = [.. ScriptTag().Matches(page).Select(tag => Path.Combine(s_gallery, tag.Groups[1].Value))];
        Assert.Equal(Directory.GetFiles(s_gallery, "*.js").Order(), files.Order());
        Assert.All(files, file => Assert.StartsWith("// @ts-check", File.ReadAllText(file), StringComparison.Ordinal));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "tsconfig.json"),
            JsonSerializer.Serialize(new
            {
                compilerOptions = new
                {
                    allowJs = true,
                    checkJs = true,
                    noEmit = true,
                    strict = true,
                    target = "es2022",
                    lib = (string[])["es2022", "dom", "dom.iterable"],
                    types = Array.Empty<string>(),
                    moduleDetection = "legacy",
                },
                files,
            }),
            TestContext.Current.CancellationToken);
        (int exitCode, string output) = NodePackages.Run(Path.Combine(folder, "node_modules", ".bin", "tsc"), folder, "-p", "tsconfig.json");
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public void A_gallery_is_known_again_and_another_file_is_not()
    {
        using Folder folder = new();
        string page = folder.Write(folder.Add(1));
        Assert.False(GalleryFile.IsForeign(page));
        File.WriteAllText(page, "<html>mine</html>");
        Assert.True(GalleryFile.IsForeign(page));
        folder.Write(folder.Add(1));
        Assert.Equal(["clip 1.mp4", "index.html"], Directory.GetFiles(folder.Clips).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_file_that_was_moved_is_found_by_its_name_and_one_outside_is_not_asked_for()
    {
        using Folder folder = new();
        GallerySource inside = folder.Add(1, name: "moved.mp4");
        string below = Directory.CreateDirectory(Path.Combine(folder.Clips, "sub")).FullName;
        File.Move(inside.Files[0], Path.Combine(below, "moved.mp4"));
        string outside = Path.Combine(folder.Root, "outside.mp4");
        File.Copy(Folder.Sample, outside);
        string text = File.ReadAllText(folder.Write(inside, new GallerySource(null, [outside])));
        Assert.Contains("\"f\":\"sub/moved.mp4\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"f\":\"../", text, StringComparison.Ordinal);
        Assert.Contains("lies outside this page", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_thousand_clips_take_no_more_than_a_megabyte_and_a_half()
    {
        using Folder folder = new();
        string prompt = new('p', 200);
        folder.Write([.. Enumerable.Range(0, 2000).Select(at => folder.Add(at, $"{at} {prompt}", name: $"task_01KZ89WWC18983EK8GA520{at:0000}.mp4"))]);
        Assert.InRange(new FileInfo(folder.Page).Length, 1, 1_500_000);
    }

    [GeneratedRegex("<script src=\"([^\"]+)\"></script>")]
    private static partial Regex ScriptTag();
}
