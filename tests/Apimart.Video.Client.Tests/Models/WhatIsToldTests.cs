using Apimart.Video.Client.Tests.Images;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Images;
using Apimart.Video.Models;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Models;

/// <summary>Files, links, texts and names beside the rules of single values.</summary>
public sealed class WhatIsToldTests : IDisposable
{
    private const string Grok = "grok-imagine-1.0-video-apimart";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sora-2", "ImageUrl", 10 * 1024 * 1024, 640, 480, null)]
    [InlineData("sora-2", "ImageUrl", (10 * 1024 * 1024) + 1, 640, 480, "of 10485761 bytes")]
    [InlineData("kling-3.0-turbo", "FirstFrameUrl", 500, 300, 750, null)]
    [InlineData("kling-3.0-turbo", "FirstFrameUrl", 500, 299, 400, "of 299 by 400 pixels")]
    [InlineData("kling-3.0-turbo", "FirstFrameUrl", 500, 751, 300, "of 751 by 300 pixels")]
    [InlineData("MiniMax-H3", "ImageUrl", 500, 5760, 5760, null)]
    [InlineData("MiniMax-H3", "ImageUrl", 500, 5761, 5760, "of 5761 by 5760 pixels")]
    [InlineData("wan2.6-i2v-flash", "ImageUrl", 500, 240, 239, "of 240 by 239 pixels")]
    [InlineData("viduq3", "ImageUrl", 500, 128, 513, "of 128 by 513 pixels")]
    public void A_picture_on_the_disk_is_measured(string model, string parameter, int length, int width, int height, string? wrong)
    {
        ImageFile picture = ImageFile.Open(Png(length, width, height));
        Dictionary<string, object?> given = new() { [parameter] = parameter == "ImageUrl" ? new object[] { picture } : picture };
        VideoRequest request = new() { Model = model, Prompt = "a red fox", Parameters = given };

        if (wrong is null)
        {
            Assert.Empty(ModelCatalogue.Default.Prepare(request).Warnings);
            return;
        }

        RequestProblem problem = Assert.Single(Assert.Throws<RequestRefusedException>(() => ModelCatalogue.Default.Prepare(request)).Problems);
        Assert.Contains($"'{picture.Path}' {wrong} is not possible with {model}", problem.Message, StringComparison.Ordinal);
        Assert.Equal($"Invalid{parameter}", problem.ErrorId);
    }

    [Theory]
    [InlineData("89504E470D0A1A0A0000000D494844520000028000000168", 640, 360)]
    [InlineData("474946383961800268010000", 640, 360)]
    [InlineData("FFD8FFE000104A46494600010101004800480000FFC000110801680280030122000211010311", 640, 360)]
    [InlineData("52494646000000005745425056503820000000000000009D012A80026801", 640, 360)]
    [InlineData("524946460000000057454250565038580A000000000000007F0200670100", 640, 360)]
    [InlineData("52494646000000005745425056503 84C00000000 2F7FC259000000000000", 640, 360)]
    public void Width_and_height_stand_in_the_header(string head, int width, int height)
    {
        byte[] bytes = Convert.FromHexString(head.Replace(" ", string.Empty, StringComparison.Ordinal));

        Assert.Equal(new PixelSize(width, height), PixelSize.Read(bytes));
    }

    [Theory]
    [InlineData("FFD8FF")]
    [InlineData("FFD8FFE00000")]
    [InlineData("FFD8FFE0FFFF4A464946")]
    [InlineData("89504E470D0A1A0A")]
    [InlineData("89504E470D0A1A0A0000000D494844520000000000000000")]
    [InlineData("524946460000000057454250")]
    [InlineData("")]
    public void A_header_that_does_not_tell_has_no_size(string head) => Assert.Null(PixelSize.Read(Convert.FromHexString(head)));

    [Theory]
    [InlineData("http://localhost/a.png", "a private name")]
    [InlineData("http://127.0.0.1:8080/a.png", "a private address")]
    [InlineData("https://10.1.2.3/a.png", "a private address")]
    [InlineData("http://192.168.1.5/a.png", "a private address")]
    [InlineData("http://172.31.0.1/a.png", "a private address")]
    [InlineData("http://[::1]/a.png", "a private address")]
    [InlineData("http://[fd00::1]/a.png", "a private address")]
    [InlineData("http://2130706433/a.png", "a private address")]
    [InlineData("http://nas/a.png", "a private name")]
    [InlineData("http://nas.local/a.png", "a private name")]
    public void A_link_that_only_this_network_can_open_is_refused_unless_the_api_is_here(string link, string what)
    {
        VideoRequest request = new() { Model = Grok, Prompt = "a red fox", Parameters = new Dictionary<string, object?> { ["ImageUrl"] = link } };

        RequestProblem problem = Assert.Single(Assert.Throws<RequestRefusedException>(
            () => ModelCatalogue.Default.Prepare(request, new Uri("https://api.apimart.ai"))).Problems);
        Assert.Contains(what, problem.Message, StringComparison.Ordinal);
        Assert.Contains("(de), image_urls: public URLs", problem.Message, StringComparison.Ordinal);
        Assert.Empty(ModelCatalogue.Default.Prepare(request, new Uri("http://127.0.0.1:5000")).Warnings);
    }

    [Theory]
    [InlineData("https://8.8.8.8/a.png")]
    [InlineData("https://example.com/a.png")]
    [InlineData("https://cdn.apimart.ai/doc/a.png")]
    public void A_public_link_is_sent(string link) => Assert.Empty(Ask.Prepare(Grok, $"ImageUrl={link}").Warnings);

    [Theory]
    [InlineData("https://example.com/img.php?id=3", true)]
    [InlineData("https://example.com/pictures/3.v2", true)]
    [InlineData("https://example.com/a.jpeg", true)]
    [InlineData("https://example.com/a.gif", false)]
    [InlineData("https://example.com/a.mp4", false)]
    [InlineData("https://example.com/a.HEIC", false)]
    public void Only_a_known_format_is_refused_by_its_ending(string link, bool sent)
    {
        if (sent)
        {
            Assert.Empty(Ask.Prepare("sora-2", $"ImageUrl={link}").Warnings);
        }
        else
        {
            Assert.Equal("InvalidImageUrl", Assert.Single(Ask.Refusal("sora-2", $"ImageUrl={link}")).ErrorId);
        }
    }

    [Fact]
    public void The_seeds_own_example_of_5_seconds_is_not_called_impossible()
    {
        RequestProblem warning = Assert.Single(Ask.Prepare("sora-2", "Duration=5").Warnings);

        Assert.DoesNotContain("not possible", warning.Message, StringComparison.Ordinal);
        Assert.Contains("known to take 4, 8, 12, 16 or 20", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("veo3.1", "veo3.1-fast")]
    [InlineData("doubao-seedance-2.0-face", "seedance-2.0")]
    [InlineData("wan2.6-i2v", "wan2.6")]
    [InlineData("doubao-seedance-2.5", "seedance-2.5")]
    public void A_name_that_sends_another_is_told(string asked, string sent)
    {
        RequestProblem warning = Assert.Single(Ask.Prepare(asked, string.Empty).Warnings);

        Assert.Equal("OlderModelName", warning.ErrorId);
        Assert.Contains($"'{asked}' is another name of {sent}", warning.Message, StringComparison.Ordinal);
        Assert.Empty(Ask.Prepare(sent.ToUpperInvariant(), string.Empty).Warnings);
    }

    [Fact]
    public void No_name_is_guessed_for_vidu_q4() => Assert.False(ModelCatalogue.Default.TryFind("vidu-q4", out _));

    [Theory]
    [InlineData("size", "9:16", true)]
    [InlineData("size", "16:9", false)]
    public void A_field_that_disagrees_with_its_twin_is_told(string field, string value, bool told)
    {
        PreparedRequest request = ModelCatalogue.Default.Prepare(new VideoRequest
        {
            Model = "Omni-Flash-Ext",
            Prompt = "a red fox",
            Parameters = new Dictionary<string, object?> { ["AspectRatio"] = "16:9" },
            AdditionalParameters = new Dictionary<string, object?> { [field] = value },
        });

        Assert.Equal(told ? ["InvalidCombination"] : [], request.Warnings.Select(problem => problem.ErrorId));
        Assert.Equal(value, Ask.Field(request, field)!.GetValue<string>());
    }

    [Theory]
    [InlineData("aspect_ratio", "9:16")]
    [InlineData("model", "sora-2")]
    [InlineData("Prompt", "another fox")]
    public void A_field_that_is_set_already_is_not_set_to_something_else(string field, string value)
    {
        RequestRefusedException refused = Assert.Throws<RequestRefusedException>(() => ModelCatalogue.Default.Prepare(new VideoRequest
        {
            Model = "Omni-Flash-Ext",
            Prompt = "a red fox",
            Parameters = new Dictionary<string, object?> { ["AspectRatio"] = "16:9" },
            AdditionalParameters = new Dictionary<string, object?> { [field] = value },
        }));

        Assert.Equal("InvalidCombination", Assert.Single(refused.Problems).ErrorId);
    }

    [Theory]
    [InlineData("a fox <high>", "Prompt", "U+D83D) as character 7")]
    [InlineData("<low> a fox", "Prompt", "U+DD8A) as character 1,")]
    [InlineData("a \ud83e\udd8a and <high>!", "Prompt", "U+D83D) as character 10")]
    public void Half_a_surrogate_is_refused_with_its_place_whatever_is_skipped(string prompt, string parameter, string place)
    {
        // An attribute cannot hold half a pair: the compiler replaces it.
        string text = prompt.Replace("<high>", "\ud83d", StringComparison.Ordinal).Replace("<low>", "\udd8a", StringComparison.Ordinal);
        foreach (bool skip in (bool[])[false, true])
        {
            VideoRequest request = new() { Model = "sora-2", Prompt = text, SkipValidation = skip };

            RequestProblem problem = Assert.Single(Assert.Throws<RequestRefusedException>(() => ModelCatalogue.Default.Prepare(request)).Problems);
            Assert.Equal(("InvalidText", parameter), (problem.ErrorId, problem.Parameter));
            Assert.Contains(place, problem.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Half_a_surrogate_is_found_in_any_text_of_the_request()
    {
        VideoRequest request = new()
        {
            Model = "sora-2",
            Prompt = "a whole \ud83e\udd8a",
            AdditionalParameters = new Dictionary<string, object?> { ["a"] = new Dictionary<string, object?> { ["b"] = new object[] { 1, "x\ud83e" } }, ["c\ud83e"] = true },
        };

        Assert.Equal(
            ["a.b", "a field's name"],
            Assert.Throws<RequestRefusedException>(() => ModelCatalogue.Default.Prepare(request)).Problems.Select(problem => problem.Parameter));
    }

    [Theory]
    [InlineData(6, null)]
    [InlineData(8, "InvalidContinueTask")]
    public void A_draft_is_made_final_within_seven_days(int days, string? errorId)
    {
        VideoRequest request = new()
        {
            Model = "seedance-2.5",
            Prompt = "a red fox",
            ContinueTask = new ApimartTask { TaskId = "task_0123456789", Status = ApimartTaskStatus.Completed, CreatedAt = DateTimeOffset.UtcNow.AddDays(-days) },
        };

        if (errorId is null)
        {
            Assert.Equal("task_0123456789", Ask.Field(ModelCatalogue.Default.Prepare(request), "draft_task_id")!.GetValue<string>());
        }
        else
        {
            Assert.Equal(errorId, Assert.Single(Assert.Throws<RequestRefusedException>(() => ModelCatalogue.Default.Prepare(request)).Problems).ErrorId);
        }
    }

    private string Png(int length, int width, int height)
    {
        string path = Pictures.Write(_folder, "fox.png", Pictures.Png, length);
        using FileStream file = File.OpenWrite(path);
        file.Position = 16;
        file.Write([(byte)(width >> 24), (byte)(width >> 16), (byte)(width >> 8), (byte)width]);
        file.Write([(byte)(height >> 24), (byte)(height >> 16), (byte)(height >> 8), (byte)height]);
        return path;
    }
}
