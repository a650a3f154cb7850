namespace Apimart.Video.Client.Tests.Models.Families;

/// <summary>Vidu Q3.</summary>
public sealed class ViduTests
{
    [Theory]
    [InlineData("viduq3-pro", "Duration", "duration", "1 16", "", "0 17")]
    [InlineData("viduq3-pro", "Resolution", "resolution", "540p 720p 1080p", "", "480p")]
    [InlineData("viduq3-pro", "AspectRatio", "aspect_ratio", "16:9 9:16 4:3 3:4 1:1", "", "21:9")]
    [InlineData("viduq3-pro", "ImageUrl", "image_urls", "@ *1 *2", "data:image/png;base64,iVBORw0KGgo=", "ftp://example.com/1.png picture.png *3")]
    [InlineData("viduq3-pro", "Audio", "audio", "true false", "", "")]
    [InlineData("viduq3-turbo", "Duration", "duration", "1 16", "", "0 17")]
    [InlineData("viduq3-turbo", "Resolution", "resolution", "540p 720p 1080p", "", "480p")]
    [InlineData("viduq3-turbo", "AspectRatio", "aspect_ratio", "16:9 9:16 4:3 3:4 1:1", "", "21:9")]
    [InlineData("viduq3-turbo", "ImageUrl", "image_urls", "@ *1 *2", "data:image/png;base64,iVBORw0KGgo=", "ftp://example.com/1.png picture.png *3")]
    [InlineData("viduq3-turbo", "Audio", "audio", "true false", "", "")]
    [InlineData("viduq3-turbo", "Seed", "seed", "-1 4294967295", "", "-2 4294967296")]
    [InlineData("viduq3-pro", "Seed", "seed", "7", "", "")]
    [InlineData("viduq3", "Duration", "duration", "3 16", "", "2 17")]
    [InlineData("viduq3", "Resolution", "resolution", "540p 720p 1080p", "", "480p")]
    [InlineData("viduq3", "AspectRatio", "aspect_ratio", "16:9 9:16 4:3 3:4 1:1", "", "21:9")]
    [InlineData("viduq3", "ImageUrl", "image_urls", "@ *1 *7", "data:image/png;base64,iVBORw0KGgo=", "ftp://example.com/1.png picture.png *8")]
    [InlineData("viduq3-mix", "Duration", "duration", "1 16", "", "0 17")]
    [InlineData("viduq3-mix", "Resolution", "resolution", "720p 1080p", "", "480p 540p")]
    [InlineData("viduq3-mix", "AspectRatio", "aspect_ratio", "16:9 9:16 4:3 3:4 1:1", "", "21:9")]
    [InlineData("viduq3-mix", "ImageUrl", "image_urls", "@ *1 *7", "data:image/png;base64,iVBORw0KGgo=", "ftp://example.com/1.png picture.png *8")]
    public void A_parameter_takes_what_its_page_lists(
        string model, string parameter, string wireName, string allowed, string warned, string refused) =>
        FamilyCheck.Values(model, parameter, wireName, allowed, warned, refused);

    [Theory]
    [InlineData("viduq3-pro", "ImageUrl=@; AspectRatio=1:1", "InvalidCombination")]
    [InlineData("viduq3-pro", "Prompt=", "MissingParameter")]
    [InlineData("viduq3-pro", "Prompt=; ImageUrl=@", "")]
    [InlineData("viduq3-pro", "Prompt=#2000", "")]
    [InlineData("viduq3-pro", "Prompt=#2001", "InvalidPrompt")]
    [InlineData("viduq3-turbo", "ImageUrl=@; AspectRatio=1:1", "InvalidCombination")]
    [InlineData("viduq3-turbo", "Prompt=", "MissingParameter")]
    [InlineData("viduq3-turbo", "Prompt=; ImageUrl=@", "")]
    [InlineData("viduq3-turbo", "Prompt=#2000", "")]
    [InlineData("viduq3-turbo", "Prompt=#2001", "InvalidPrompt")]
    [InlineData("viduq3", "ImageUrl=", "MissingParameter")]
    [InlineData("viduq3", "Prompt=", "EmptyPrompt")]
    [InlineData("viduq3", "Prompt=#5000", "")]
    [InlineData("viduq3", "Prompt=#5001", "InvalidPrompt")]
    [InlineData("viduq3", "ImageUrl=*7; AspectRatio=1:1", "")]
    [InlineData("viduq3", "Audio=true", "UnsupportedParameter")]
    [InlineData("viduq3-mix", "ImageUrl=", "MissingParameter")]
    [InlineData("viduq3-mix", "Prompt=", "EmptyPrompt")]
    [InlineData("viduq3-mix", "Prompt=#5000", "")]
    [InlineData("viduq3-mix", "Prompt=#5001", "InvalidPrompt")]
    [InlineData("viduq3-mix", "ImageUrl=*7; AspectRatio=1:1", "")]
    [InlineData("viduq3-mix", "Audio=true", "UnsupportedParameter")]
    public void Parameters_go_together_as_the_page_says(string model, string parameters, string outcome) =>
        FamilyCheck.Together(model, parameters, outcome);
}
