namespace Apimart.Video.Client.Tests.Models.Families;

/// <summary>Sora 2 beside the seed: the pages of 2026-05 and their older texts.</summary>
public sealed class SoraTests
{
    [Theory]
    [InlineData("sora-2-pro", "Duration", "duration", "4 8 12 16 20", "", "5 10 25")]
    [InlineData("sora-2-pro", "AspectRatio", "aspect_ratio", "16:9 landscape 9:16 portrait", "", "1:1")]
    [InlineData("sora-2-pro", "Resolution", "resolution", "720p 1024p 1080p", "", "480p 4k")]
    [InlineData("sora-2-pro", "ImageUrl", "image_urls", "@ *1", "", "*2 data:image/png;base64,iVBORw0KGgo= ftp://example.com/1.png picture.png")]
    [InlineData("sora-2-vip", "Duration", "duration", "10 15", "4 25", "long")]
    [InlineData("sora-2-vip", "AspectRatio", "aspect_ratio", "16:9 9:16", "1:1", "")]
    [InlineData("sora-2-preview", "Duration", "duration", "4 8 12", "16", "")]
    [InlineData("sora-2-preview", "AspectRatio", "aspect_ratio", "landscape portrait 16:9 9:16", "1:1", "")]
    [InlineData("sora-2-pro-preview", "Duration", "duration", "4 8 12", "20", "")]
    [InlineData("sora-2-pro-preview", "ImageUrl", "image_urls", "@ *2", "", "")]
    [InlineData("sora-2-vip", "ImageUrl", "image_urls", "@ *2", "ftp://example.com/1.png", "")]
    [InlineData("sora-2-preview", "ImageUrl", "image_urls", "@ *2", "ftp://example.com/1.png", "")]
    [InlineData("sora-2-pro-preview", "AspectRatio", "aspect_ratio", "landscape portrait 16:9 9:16", "1:1", "")]
    public void A_parameter_takes_what_its_page_lists(
        string model, string parameter, string wireName, string allowed, string warned, string refused) =>
        FamilyCheck.Values(model, parameter, wireName, allowed, warned, refused);

    [Theory]
    [InlineData("sora-2-pro", "Duration=20; Resolution=1080p; Size=portrait; ImageUrl=@", "")]
    [InlineData("sora-2-vip", "Resolution=720p", "UnsupportedParameter")]
    [InlineData("sora-2-preview", "Prompt=", "EmptyPrompt")]
    public void Parameters_go_together_as_the_page_says(string model, string parameters, string outcome) =>
        FamilyCheck.Together(model, parameters, outcome);
}
