namespace Apimart.Video.Client.Tests.Models.Families;

/// <summary>FLUX 3 Video.</summary>
public sealed class FluxTests
{
    [Theory]
    [InlineData("flux-3-video", "Duration", "duration", "5 20", "", "4 21")]
    [InlineData("flux-3-video", "Resolution", "resolution", "hd fhd", "", "720p")]
    [InlineData("flux-3-video", "AspectRatio", "aspect_ratio", "21:9 2:1 16:9 4:3 1:1 3:4 9:16 auto", "", "3:2")]
    [InlineData("flux-3-video", "ImageUrl", "image_urls", "@ *1 *10", "data:image/png;base64,iVBORw0KGgo=", "ftp://example.com/1.png picture.png *11")]
    [InlineData("flux-3-video", "VideoUrl", "video_urls", "@", "", "")]
    [InlineData("flux-3-video", "Audio", "audio", "false", "", "")]
    [InlineData("flux-3-video", "SafetyTolerance", "safety_tolerance", "2", "", "")]
    [InlineData("flux-3-video", "FluxMode", "mode", "any", "", "")]
    [InlineData("flux-3-video", "Draft", "draft", "true", "", "")]
    public void A_parameter_takes_what_its_page_lists(
        string model, string parameter, string wireName, string allowed, string warned, string refused) =>
        FamilyCheck.Values(model, parameter, wireName, allowed, warned, refused);

    [Theory]
    [InlineData("flux-3-video", "Draft=true; Resolution=fhd", "InvalidCombination")]
    [InlineData("flux-3-video", "Draft=true; Resolution=hd", "")]
    [InlineData("flux-3-video", "Draft=true", "")]
    [InlineData("flux-3-video", "Draft=false; Resolution=fhd", "")]
    [InlineData("flux-3-video", "Prompt=", "MissingParameter")]
    [InlineData("flux-3-video", "Prompt=; DraftTaskId=task_1", "")]
    [InlineData("flux-3-video", "Draft=true; DraftTaskId=task_1", "~InvalidCombination")]
    public void Parameters_go_together_as_the_page_says(string model, string parameters, string outcome) =>
        FamilyCheck.Together(model, parameters, outcome);
}
