namespace Apimart.Video.Client.Tests.Models.Families;

/// <summary>The successors of Omni-Flash-Ext, pages of 2026-09.</summary>
public sealed class GeminiOmniTests
{
    [Theory]
    [InlineData("gemini-omni-1.1-flash-ext", "Duration", "duration", "4 6 8 10", "", "3 5 12")]
    [InlineData("gemini-omni-1.1-flash-ext", "Resolution", "resolution", "360p 720p 1080p 4k", "", "480p")]
    [InlineData("gemini-omni-1.1-flash-ext", "AspectRatio", "aspect_ratio", "16:9 9:16", "", "1:1")]
    [InlineData("gemini-omni-1.1-flash-ext", "ImageUrl", "image_urls", "@ *1 *3", "*4 data:image/png;base64,iVBORw0KGgo=", "*2 ftp://example.com/1.png picture.png")]
    [InlineData("gemini-omni-1.1-flash-ext", "VideoUrl", "video_urls", "@ *1", "", "*2 data:image/png;base64,iVBORw0KGgo=")]
    [InlineData("gemini-omni-1.1-flash-ext", "GenerationType", "generation_type", "frame reference", "motion", "")]
    [InlineData("gemini-omni-1.1-flash", "Resolution", "resolution", "360p 720p 1080p 4k", "", "480p")]
    [InlineData("gemini-omni-1.1-flash", "AspectRatio", "aspect_ratio", "16:9 9:16", "", "1:1")]
    [InlineData("gemini-omni-1.1-flash", "ImageUrl", "image_urls", "@ *1 *10", "*11 data:image/png;base64,iVBORw0KGgo=", "ftp://example.com/1.png picture.png")]
    [InlineData("gemini-omni-1.1-flash", "FirstFrameUrl", "first_frame_image", "@", "data:image/png;base64,iVBORw0KGgo=", "ftp://example.com/1.png picture.png")]
    [InlineData("gemini-omni-1.1-flash", "ImageWithRole", "image_with_roles", "role:any", "", "")]
    [InlineData("gemini-omni-1.1-flash", "VideoUrl", "video_urls", "@ *2", "", "")]
    [InlineData("gemini-omni-1.1-flash", "ExtendTaskId", "extend_from_task_id", "task_1", "", "")]
    [InlineData("gemini-omni-flash-preview", "Resolution", "resolution", "720p", "", "1080p")]
    [InlineData("gemini-omni-flash-preview", "AspectRatio", "aspect_ratio", "16:9 9:16", "", "1:1")]
    [InlineData("gemini-omni-flash-preview", "ImageUrl", "image_urls", "@ *7", "*8 *16", "*17")]
    [InlineData("gemini-omni-flash-preview", "VideoUrl", "video_urls", "@ *1", "", "*2")]
    public void A_parameter_takes_what_its_page_lists(
        string model, string parameter, string wireName, string allowed, string warned, string refused) =>
        FamilyCheck.Values(model, parameter, wireName, allowed, warned, refused);

    [Theory]
    [InlineData("gemini-omni-1.1-flash-ext", "VideoUrl=@; ImageUrl=@", "")]
    [InlineData("gemini-omni-1.1-flash-ext", "VideoUrl=@; Duration=4", "InvalidCombination")]
    [InlineData("gemini-omni-1.1-flash-ext", "GenerationType=frame; ImageUrl=*3", "~InvalidCombination")]
    [InlineData("gemini-omni-1.1-flash-ext", "GenerationType=reference; ImageUrl=*3", "")]
    [InlineData("gemini-omni-1.1-flash-ext", "Prompt=; ImageUrl=@", "EmptyPrompt")]
    [InlineData("gemini-omni-1.1-flash", "Duration=5", "UnsupportedParameter")]
    [InlineData("gemini-omni-1.1-flash", "Prompt=", "MissingParameter")]
    [InlineData("gemini-omni-1.1-flash", "Prompt=; ImageUrl=@", "")]
    [InlineData("gemini-omni-1.1-flash", "Prompt=; ExtendTaskId=task_1", "")]
    [InlineData("gemini-omni-1.1-flash", "LastFrameUrl=@", "InvalidCombination")]
    [InlineData("gemini-omni-1.1-flash", "FirstFrameUrl=@; LastFrameUrl=@", "")]
    [InlineData("gemini-omni-1.1-flash", "Metadata={\"any\":1}", "")]
    [InlineData("gemini-omni-flash-preview", "Prompt=", "MissingParameter")]
    [InlineData("gemini-omni-flash-preview", "Prompt=; VideoUrl=@", "")]
    [InlineData("gemini-omni-flash-preview", "VideoUrl=@; ExtendTaskId=task_1", "InvalidCombination")]
    [InlineData("gemini-omni-flash-preview", "Duration=5", "UnsupportedParameter")]
    public void Parameters_go_together_as_the_page_says(string model, string parameters, string outcome) =>
        FamilyCheck.Together(model, parameters, outcome);
}
