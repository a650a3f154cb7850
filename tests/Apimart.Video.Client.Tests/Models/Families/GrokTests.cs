namespace Apimart.Video.Client.Tests.Models.Families;

/// <summary>Grok 1.5 and the official line, beside the seed.</summary>
public sealed class GrokTests
{
    [Theory]
    [InlineData("grok-imagine-1.5-video-apimart", "AspectRatio", "size", "16:9 9:16 1:1 3:2 2:3", "", "4:3")]
    [InlineData("grok-imagine-1.5-video-apimart", "Duration", "duration", "6 15", "16 30", "5 31")]
    [InlineData("grok-imagine-1.5-video-apimart", "Resolution", "quality", "480p 720p", "", "1080p")]
    [InlineData("grok-imagine-1.5-video-apimart", "ImageUrl", "image_urls", "@ *7", "", "*8 data:image/png;base64,iVBORw0KGgo=")]
    [InlineData("grok-imagine-1.5-video-ext", "AspectRatio", "size", "16:9 9:16 1:1 3:2 2:3", "", "4:3")]
    [InlineData("grok-imagine-1.5-video-ext", "Duration", "duration", "6 15", "", "5 16")]
    [InlineData("grok-imagine-1.5-video-ext", "Resolution", "resolution", "480p 720p", "", "1080p")]
    [InlineData("grok-imagine-1.5-video-ext", "ImageUrl", "image_urls", "@ *7", "", "*8 data:image/png;base64,iVBORw0KGgo=")]
    [InlineData("grok-imagine-video", "Duration", "duration", "1 15", "", "0 16")]
    [InlineData("grok-imagine-video", "Resolution", "resolution", "480p 720p 1080p", "", "4k")]
    [InlineData("grok-imagine-video", "AspectRatio", "aspect_ratio", "auto 1:1 16:9 9:16 4:3 3:4 3:2 2:3", "", "21:9")]
    [InlineData("grok-imagine-video", "ImageUrl", "image_urls", "@ *12", "", "ftp://example.com/1.png picture.png")]
    [InlineData("grok-imagine-video", "NsfwCheck", "nsfw_check", "true false", "", "")]
    [InlineData("grok-imagine-video-1.5", "Duration", "duration", "1 15", "", "0 16")]
    [InlineData("grok-imagine-video-1.5", "Resolution", "resolution", "480p 720p 1080p", "", "4k")]
    [InlineData("grok-imagine-video-1.5", "AspectRatio", "aspect_ratio", "auto 1:1 16:9 9:16 4:3 3:4 3:2 2:3", "", "21:9")]
    [InlineData("grok-imagine-video-1.5", "ImageUrl", "image_urls", "@ *12", "", "ftp://example.com/1.png picture.png")]
    [InlineData("grok-imagine-video-1.5", "NsfwCheck", "nsfw_check", "true false", "", "")]
    public void A_parameter_takes_what_its_page_lists(
        string model, string parameter, string wireName, string allowed, string warned, string refused) =>
        FamilyCheck.Values(model, parameter, wireName, allowed, warned, refused);

    [Theory]
    [InlineData("grok-imagine-video", "Video={\"url\":\"https://example.com/1.mp4\"}", "")]
    [InlineData("grok-imagine-video-1.5", "Video={\"url\":\"https://example.com/1.mp4\"}", "UnsupportedParameter")]
    [InlineData("grok-imagine-video", "Prompt=#8000", "")]
    [InlineData("grok-imagine-video", "Prompt=#8001", "InvalidPrompt")]
    [InlineData("grok-imagine-video-1.5", "Prompt=#8001", "InvalidPrompt")]
    [InlineData("grok-imagine-1.5-video-apimart", "Duration=6; Size=1:1; Quality=720p; ImageUrl=*7", "")]
    public void Parameters_go_together_as_the_page_says(string model, string parameters, string outcome) =>
        FamilyCheck.Together(model, parameters, outcome);
}
