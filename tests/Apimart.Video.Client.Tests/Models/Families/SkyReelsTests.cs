namespace Apimart.Video.Client.Tests.Models.Families;

/// <summary>SkyReels 4.</summary>
public sealed class SkyReelsTests
{
    [Theory]
    [InlineData("skyreels-v4-fast", "Duration", "duration", "3 15", "", "2 16")]
    [InlineData("skyreels-v4-fast", "Resolution", "resolution", "480p 720p 1080p", "", "4k")]
    [InlineData("skyreels-v4-fast", "AspectRatio", "aspect_ratio", "16:9 4:3 1:1 9:16 3:4", "", "21:9")]
    [InlineData("skyreels-v4-fast", "PromptOptimizer", "prompt_optimizer", "true false", "", "")]
    [InlineData("skyreels-v4-fast", "FirstFrameUrl", "first_frame_image", "@", "data:image/png;base64,iVBORw0KGgo=", "ftp://example.com/1.png picture.png")]
    [InlineData("skyreels-v4-fast", "LastFrameUrl", "end_frame_image", "@", "data:image/png;base64,iVBORw0KGgo=", "ftp://example.com/1.png picture.png")]
    [InlineData("skyreels-v4-fast", "MidFrameImages", "mid_frame_images", "[{\"tag\":\"@a\",\"image_url\":\"https://example.com/1.png\",\"time_stamp\":-1}]", "", "[{},{},{},{},{},{},{}]")]
    [InlineData("skyreels-v4-fast", "RefImages", "ref_images", "[{\"type\":\"grid\"}]", "", "[{\"type\":\"video\"}]")]
    [InlineData("skyreels-v4-fast", "RefVideos", "ref_videos", "[{\"type\":\"extend\"}]", "", "[{\"type\":\"copy\"}] [{},{}]")]
    [InlineData("skyreels-v4-std", "Duration", "duration", "3 15", "", "2 16")]
    [InlineData("skyreels-v4-std", "Resolution", "resolution", "480p 720p 1080p", "", "4k")]
    [InlineData("skyreels-v4-std", "AspectRatio", "aspect_ratio", "16:9 4:3 1:1 9:16 3:4", "", "21:9")]
    [InlineData("skyreels-v4-std", "PromptOptimizer", "prompt_optimizer", "true false", "", "")]
    [InlineData("skyreels-v4-std", "FirstFrameUrl", "first_frame_image", "@", "data:image/png;base64,iVBORw0KGgo=", "ftp://example.com/1.png picture.png")]
    [InlineData("skyreels-v4-std", "LastFrameUrl", "end_frame_image", "@", "data:image/png;base64,iVBORw0KGgo=", "ftp://example.com/1.png picture.png")]
    [InlineData("skyreels-v4-std", "MidFrameImages", "mid_frame_images", "[{\"tag\":\"@a\",\"image_url\":\"https://example.com/1.png\",\"time_stamp\":-1}]", "", "[{},{},{},{},{},{},{}]")]
    [InlineData("skyreels-v4-std", "RefImages", "ref_images", "[{\"type\":\"grid\"}]", "", "[{\"type\":\"video\"}]")]
    [InlineData("skyreels-v4-std", "RefVideos", "ref_videos", "[{\"type\":\"extend\"}]", "", "[{\"type\":\"copy\"}] [{},{}]")]
    public void A_parameter_takes_what_its_page_lists(
        string model, string parameter, string wireName, string allowed, string warned, string refused) =>
        FamilyCheck.Values(model, parameter, wireName, allowed, warned, refused);

    [Theory]
    [InlineData("skyreels-v4-fast", "RefVideos=[{\"type\":\"extend\"}]; RefImages=[{\"type\":\"image\"}]", "InvalidCombination")]
    [InlineData("skyreels-v4-fast", "RefVideos=[{\"type\":\"reference\"}]; RefImages=[{\"type\":\"image\"}]", "")]
    [InlineData("skyreels-v4-fast", "Prompt=", "EmptyPrompt")]
    [InlineData("skyreels-v4-std", "RefVideos=[{\"type\":\"extend\"}]; RefImages=[{\"type\":\"image\"}]", "InvalidCombination")]
    [InlineData("skyreels-v4-std", "RefVideos=[{\"type\":\"reference\"}]; RefImages=[{\"type\":\"image\"}]", "")]
    [InlineData("skyreels-v4-std", "Prompt=", "EmptyPrompt")]
    public void Parameters_go_together_as_the_page_says(string model, string parameters, string outcome) =>
        FamilyCheck.Together(model, parameters, outcome);
}
