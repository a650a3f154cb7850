using Apimart.Video.Models;

namespace Apimart.Video.Client.Tests.Models;

/// <summary>What the user reads when parameters do not go together.</summary>
public sealed class RequestRuleTests
{
    [Theory]
    [InlineData(
        "MiniMax-Hailuo-02",
        "Duration=10; Resolution=1080P",
        "With MiniMax-Hailuo-02, Duration 10 and Resolution 1080p are not possible together (APIMart docs, MiniMax-Hailuo, duration (2026-05)).",
        "Change or leave out Duration or Resolution, or use -SkipValidation if you know that the API takes it now.")]
    [InlineData(
        "kling-v2-6",
        "ImageUrl=*2",
        "With kling-v2-6, ImageUrl with 2 items needs Resolution pro as well (APIMart docs, kling-v2-6, image_urls (2026-05)).",
        "Give Resolution pro as well, or change or leave out ImageUrl, or use -SkipValidation if you know that the API takes it now.")]
    [InlineData(
        "seedance-1-5-pro",
        "ImageUrl=@; ImageWithRole=role:first_frame",
        "With seedance-1-5-pro, ImageUrl and ImageWithRole exclude each other (APIMart docs, seedance-1-0-pro and seedance-1-5-pro, image_with_roles (2026-05)).",
        "Give only one of ImageUrl and ImageWithRole, or use -SkipValidation if you know that the API takes it now.")]
    [InlineData(
        "seedance-2.0",
        "ImageWithRole=role:reference_image,last_frame; VideoUrl=@",
        "With seedance-2.0, ImageWithRole with role last_frame and VideoUrl are not possible together (APIMart docs, seedance-2.0, image_with_roles (2026-05)).",
        "Change or leave out ImageWithRole, VideoUrl or AudioUrl, or use -SkipValidation if you know that the API takes it now.")]
    [InlineData(
        "wan2.5-preview",
        "Prompt=",
        "With wan2.5-preview, Prompt or ImageUrl is missing (APIMart docs, wan2.5-preview, prompt (2026-05); required for text to video).",
        "Give Prompt or ImageUrl, or use -SkipValidation if you know that the API takes it now.")]
    [InlineData(
        "wan2.7-r2v",
        "ImageWithRole=role:first_frame,reference_image; VideoUrl=*4",
        "With wan2.7-r2v, ImageWithRole and VideoUrl with 6 items together are not possible (APIMart docs, wan2.7-r2v, image_with_roles (2026-05)).",
        "Give ImageWithRole and VideoUrl at most 5 items together, or use -SkipValidation if you know that the API takes it now.")]
    [InlineData(
        "kling-v3",
        """MultiShot=true; ShotType=customize; Duration=6; MultiPrompt=[{"duration":2},{"duration":3}]""",
        "With kling-v3, the duration of MultiPrompt adds up to 5, not to Duration 6 (APIMart docs, kling-v3, multi_prompt (2026-05)).",
        "Make the duration of all MultiPrompt add up to Duration, or use -SkipValidation if you know that the API takes it now.")]
    public void A_refusal_names_the_values_the_rule_and_the_remedy(string model, string parameters, string message, string advice)
    {
        RequestProblem problem = Assert.Single(Ask.Refusal(model, parameters));

        Assert.Equal(message, problem.Message);
        Assert.Equal(advice, problem.Advice);
    }

    [Fact]
    public void Skipped_validation_sends_what_does_not_go_together() =>
        Assert.Equal("InvalidCombination", Assert.Single(
            Ask.Prepare("MiniMax-Hailuo-02", "Duration=10; Resolution=1080p", skipValidation: true).Warnings).ErrorId);
}
