using System.Text;
using Apimart.Video.Chains;
using Apimart.Video.Models;

namespace Apimart.Video.Client.Tests.Chains;

/// <summary>How a request goes on from a video which is not there yet.</summary>
public sealed class ChainRequestTests
{
    private static readonly ChainRequests s_requests = new(ModelCatalogue.Default, null);

    [Theory]
    [InlineData("pixverse-v6", "pixverse-v6", "Continuation", "extend_from_task_id")]
    [InlineData("pixverse-v6", "sora-2", "TakenFrame", "first_frame_image")]
    [InlineData("gemini-omni-1.1-flash", "gemini-omni-1.1-flash", "Continuation", "extend_from_task_id")]
    [InlineData("veo3.1-fast", "veo3.1-fast", "Continuation", "raw")]
    [InlineData("veo3.1-fast", "sora-2", "TakenFrame", "image_urls")]
    [InlineData("seedance-2.0", "seedance-2.0", "ReturnedFrame", "image_with_roles")]
    [InlineData("sora-2", "seedance-2.5", "ReturnedFrame", "image_urls")]
    [InlineData("seedance-2.0", "sora-2", "TakenFrame", "image_with_roles")]
    [InlineData("kling-3.0-turbo", "kling-3.0-turbo", "TakenFrame", "first_frame_image")]
    [InlineData("wan3.0-video", "wan3.0-video", "TakenFrame", "generation_type")]
    [InlineData("viduq4-preview", "sora-2", "TakenFrame", "image_with_roles")]
    public void The_best_way_of_the_two_models_is_taken(string model, string former, string way, string field)
    {
        PreparedRequest made = Follow(model, former);

        Assert.Equal(way, made.Link!.Way.ToString());
        Assert.Contains($"\"{field}\"", Encoding.UTF8.GetString(made.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_the_continuation_does_not_take_starts_from_the_last_frame()
    {
        PreparedRequest made = Follow("veo3.1-fast", "veo3.1-fast", ("Duration", 8));

        Assert.Equal(ChainWay.TakenFrame, made.Link!.Way);
    }

    [Theory]
    [InlineData("viduq3", "sora-2", null, "ChainNotPossible")]
    [InlineData("seedance-2.0", "sora-2", "ImageWithRole", "InvalidCombination")]
    [InlineData("sora-2", "sora-2", "ImageUrl", "InvalidCombination")]
    public void What_cannot_go_on_says_what_would_make_it_possible(string model, string former, string? parameter, string errorId)
    {
        object picture = parameter == "ImageWithRole"
            ? new object[] { new Dictionary<string, object?> { ["url"] = "https://example.com/a.png", ["role"] = "first_frame" } }
            : new[] { "https://example.com/a.png" };
        RequestRefusedException refused = Assert.Throws<RequestRefusedException>(() =>
            Follow(model, former, parameter is null ? [] : [(parameter, picture)]));

        Assert.Equal(errorId, refused.Problems[0].ErrorId);
        Assert.NotEmpty(refused.Problems[0].Advice!);
    }

    [Fact]
    public void A_request_is_known_by_the_video_before_it_whatever_task_and_link_that_has()
    {
        foreach (string model in new[] { "pixverse-v6", "veo3.1-fast", "seedance-2.0", "sora-2" })
        {
            PreparedRequest made = Follow(model, model);

            Assert.NotEqual(made.Digest, Follow(model, model, "other").Digest);
            Assert.Equal(made.Digest, Follow(model, model).Digest);
            PreparedRequest first = made.Follow("task_1");
            PreparedRequest second = made.Follow("task_2");
            Assert.Equal((made.Digest, made.Digest), (first.Digest, second.Digest));
            Assert.NotEqual(Sent(first), Sent(second));
            Assert.DoesNotContain("after", Sent(first), StringComparison.Ordinal);
        }

        static string Sent(PreparedRequest request) => request.Route + Encoding.UTF8.GetString(request.Body.Span);
    }

    [Fact]
    public void Asking_for_the_last_frame_makes_no_other_request()
    {
        PreparedRequest plain = Plain("seedance-2.0");
        PreparedRequest asking = plain.Asking("return_last_frame");

        Assert.Equal(plain.Digest, asking.Digest);
        Assert.Contains("\"return_last_frame\":true", Encoding.UTF8.GetString(asking.Body.Span), StringComparison.Ordinal);
    }

    private static PreparedRequest Follow(string model, string former, params (string Name, object Value)[] parameters) =>
        Follow(model, former, "first", parameters);

    private static PreparedRequest Follow(string model, string former, string prompt, params (string Name, object Value)[] parameters)
    {
        PreparedRequest before = Plain(former, prompt);
        VideoRequest request = new()
        {
            Model = model,
            Prompt = "second",
            Parameters = parameters.ToDictionary(given => given.Name, given => (object?)given.Value),
        };
        return s_requests.Prepare(request, before, ChainId.Of(before.Digest, 0, 1), "Row 1");
    }

    private static PreparedRequest Plain(string model, string prompt = "first") =>
        ModelCatalogue.Default.Prepare(
            new VideoRequest { Model = model, Prompt = prompt },
            null);
}
