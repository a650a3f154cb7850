namespace Apimart.Video.Client.Tests.Models.Families;

/// <summary>HappyHorse 1.0 and 1.1.</summary>
public sealed class HappyHorseTests
{
    [Theory]
    [InlineData("happyhorse-1.0", "Duration", "duration", "3 15", "", "2 16")]
    [InlineData("happyhorse-1.0", "Resolution", "resolution", "720P 1080P", "", "480P")]
    [InlineData("happyhorse-1.0", "AspectRatio", "size", "16:9 9:16 1:1 4:3 3:4", "", "21:9")]
    [InlineData("happyhorse-1.0", "FirstFrameUrl", "first_frame_image", "@ data:image/png;base64,iVBORw0KGgo=", "", "ftp://example.com/1.png picture.png")]
    [InlineData("happyhorse-1.0", "ImageUrl", "image_urls", "@ *9 data:image/png;base64,iVBORw0KGgo=", "", "*10 ftp://example.com/1.png picture.png")]
    [InlineData("happyhorse-1.0", "Seed", "seed", "0 2147483647", "", "-1 2147483648")]
    [InlineData("happyhorse-1.1", "Duration", "duration", "3 15", "", "2 16")]
    [InlineData("happyhorse-1.1", "Resolution", "resolution", "720P 1080P", "", "480P")]
    [InlineData("happyhorse-1.1", "AspectRatio", "size", "16:9 9:16 1:1 4:3 3:4", "", "21:9")]
    [InlineData("happyhorse-1.1", "FirstFrameUrl", "first_frame_image", "@ data:image/png;base64,iVBORw0KGgo=", "", "ftp://example.com/1.png picture.png")]
    [InlineData("happyhorse-1.1", "ImageUrl", "image_urls", "@ *9 data:image/png;base64,iVBORw0KGgo=", "", "*10 ftp://example.com/1.png picture.png")]
    [InlineData("happyhorse-1.1", "Seed", "seed", "0 2147483647", "", "-1 2147483648")]
    [InlineData("happyhorse-1.0", "VideoUrl", "video_url", "@ *1", "", "*2 data:image/png;base64,iVBORw0KGgo=")]
    [InlineData("happyhorse-1.0", "AudioSetting", "audio_setting", "", "", "mute")]
    public void A_parameter_takes_what_its_page_lists(
        string model, string parameter, string wireName, string allowed, string warned, string refused) =>
        FamilyCheck.Values(model, parameter, wireName, allowed, warned, refused);

    [Theory]
    [InlineData("happyhorse-1.0", "FirstFrameUrl=@; ImageUrl=@", "InvalidCombination")]
    [InlineData("happyhorse-1.0", "Prompt=", "MissingParameter")]
    [InlineData("happyhorse-1.0", "Prompt=; FirstFrameUrl=@", "")]
    [InlineData("happyhorse-1.0", "Prompt=#2500", "")]
    [InlineData("happyhorse-1.0", "Prompt=#2501", "InvalidPrompt")]
    [InlineData("happyhorse-1.1", "FirstFrameUrl=@; ImageUrl=@", "InvalidCombination")]
    [InlineData("happyhorse-1.1", "Prompt=", "MissingParameter")]
    [InlineData("happyhorse-1.1", "Prompt=; FirstFrameUrl=@", "")]
    [InlineData("happyhorse-1.1", "Prompt=#2500", "")]
    [InlineData("happyhorse-1.1", "Prompt=#2501", "InvalidPrompt")]
    [InlineData("happyhorse-1.0", "AudioSetting=origin", "AudioSettingOnlyForEdit")]
    [InlineData("happyhorse-1.0", "AudioSetting=origin; VideoUrl=@", "")]
    [InlineData("happyhorse-1.0", "VideoUrl=@; ImageUrl=*6", "InvalidCombination")]
    [InlineData("happyhorse-1.0", "VideoUrl=@; ImageUrl=*5", "")]
    [InlineData("happyhorse-1.0", "VideoUrl=@; FirstFrameUrl=@", "InvalidCombination")]
    [InlineData("happyhorse-1.1", "VideoUrl=@", "UnsupportedParameter")]
    public void Parameters_go_together_as_the_page_says(string model, string parameters, string outcome) =>
        FamilyCheck.Together(model, parameters, outcome);
}
