namespace Apimart.Video.Client.Tests.Models.Families;

/// <summary>PixVerse 6.</summary>
public sealed class PixVerseTests
{
    [Theory]
    [InlineData("pixverse-v6", "Duration", "duration", "1 15", "", "0 16")]
    [InlineData("pixverse-v6", "Resolution", "resolution", "360p 540p 720p 1080p", "", "480p")]
    [InlineData("pixverse-v6", "AspectRatio", "size", "16:9 4:3 1:1 3:4 9:16 2:3 3:2 21:9", "", "2:1")]
    [InlineData("pixverse-v6", "Seed", "seed", "0 2147483647", "", "-1")]
    [InlineData("pixverse-v6", "NegativePrompt", "negative_prompt", "#2048", "", "#2049")]
    [InlineData("pixverse-v6", "Audio", "audio", "true", "", "")]
    [InlineData("pixverse-v6", "MotionMode", "motion_mode", "fast", "", "")]
    [InlineData("pixverse-v6", "GenerateMultiClipSwitch", "generate_multi_clip_switch", "true", "", "")]
    [InlineData("pixverse-v6", "ImageUrl", "image_urls", "@", "data:image/png;base64,iVBORw0KGgo=", "ftp://example.com/1.png picture.png")]
    [InlineData("pixverse-v6", "LastFrameUrl", "last_frame_image", "@", "data:image/png;base64,iVBORw0KGgo=", "ftp://example.com/1.png picture.png")]
    [InlineData("pixverse-v6", "ImgReferences", "img_references", "@ *7", "data:image/png;base64,iVBORw0KGgo=", "*8")]
    [InlineData("pixverse-v6", "ExtendTaskId", "extend_from_task_id", "task_1", "", "")]
    public void A_parameter_takes_what_its_page_lists(
        string model, string parameter, string wireName, string allowed, string warned, string refused) =>
        FamilyCheck.Values(model, parameter, wireName, allowed, warned, refused);

    [Theory]
    [InlineData("pixverse-v6", "AspectRatio=16:9; ImageUrl=@", "InvalidCombination")]
    [InlineData("pixverse-v6", "AspectRatio=16:9; ImgReferences=*2", "")]
    [InlineData("pixverse-v6", "AspectRatio=16:9; ExtendTaskId=task_1", "InvalidCombination")]
    [InlineData("pixverse-v6", "FirstFrameUrl=@; LastFrameUrl=@; Duration=6", "~InvalidCombination")]
    [InlineData("pixverse-v6", "FirstFrameUrl=@; LastFrameUrl=@; Duration=8", "")]
    [InlineData("pixverse-v6", "Prompt=#5000", "")]
    [InlineData("pixverse-v6", "Prompt=#5001", "InvalidPrompt")]
    [InlineData("pixverse-v6", "Prompt=", "EmptyPrompt")]
    public void Parameters_go_together_as_the_page_says(string model, string parameters, string outcome) =>
        FamilyCheck.Together(model, parameters, outcome);
}
