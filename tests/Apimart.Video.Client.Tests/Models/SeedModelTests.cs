using System.Text.Json.Nodes;
using Apimart.Video.Models;

namespace Apimart.Video.Client.Tests.Models;

/// <summary>The five models of the user's own documents, as those documents say.</summary>
public sealed class SeedModelTests
{
    private const string Grok = "grok-imagine-1.0-video-apimart";
    private const string Sora = "sora-2";
    private const string Fast = "veo3.1-fast";
    private const string Quality = "veo3.1-quality";
    private const string Omni = "Omni-Flash-Ext";
    private const string Data = "data:image/png;base64,iVBORw0KGgo=";

    [Theory]
    [InlineData(Grok, "AspectRatio", "size", "16:9 9:16 1:1 3:2 2:3")]
    [InlineData(Grok, "Duration", "duration", "6 7 29 30")]
    [InlineData(Grok, "Resolution", "quality", "480p 720p")]
    [InlineData(Grok, "ImageUrl", "image_urls", "@ *1 *7")]
    [InlineData(Sora, "Duration", "duration", "4 8 12 16 20")]
    [InlineData(Sora, "AspectRatio", "aspect_ratio", "16:9 9:16")]
    [InlineData(Sora, "ImageUrl", "image_urls", "@ *2")]
    [InlineData(Fast, "Duration", "duration", "8")]
    [InlineData(Fast, "AspectRatio", "aspect_ratio", "16:9 9:16")]
    [InlineData(Fast, "ImageUrl", "image_urls", "@ *3")]
    [InlineData(Quality, "Duration", "duration", "8")]
    [InlineData(Quality, "AspectRatio", "aspect_ratio", "16:9 9:16")]
    [InlineData(Quality, "ImageUrl", "image_urls", "@ *3")]
    [InlineData(Omni, "Duration", "duration", "4 6 8 10")]
    [InlineData(Omni, "Resolution", "resolution", "720p 1080p 4k")]
    [InlineData(Omni, "AspectRatio", "aspect_ratio", "16:9 9:16")]
    [InlineData(Omni, "ImageUrl", "image_urls", "@ *1 *3")]
    public void Every_documented_value_is_sent_under_its_wire_name(string model, string parameter, string wireName, string values) =>
        FamilyCheck.Values(model, parameter, wireName, values, string.Empty, string.Empty);

    [Theory]
    [InlineData(Grok, "AspectRatio", "4:3", "InvalidAspectRatio")]
    [InlineData(Grok, "Duration", "5", "InvalidDuration")]
    [InlineData(Grok, "Duration", "31", "InvalidDuration")]
    [InlineData(Grok, "Duration", "6.5", "InvalidDuration")]
    [InlineData(Grok, "Duration", "six", "InvalidDuration")]
    [InlineData(Grok, "Resolution", "1080p", "InvalidResolution")]
    [InlineData(Grok, "ImageUrl", "*8", "InvalidImageUrl")]
    [InlineData(Grok, "ImageUrl", Data, "InvalidImageUrl")]
    [InlineData(Grok, "NegativePrompt", "rain", "UnsupportedParameter")]
    [InlineData(Sora, "Duration", "a while", "InvalidDuration")]
    [InlineData(Sora, "AspectRatio", "1:1", "InvalidAspectRatio")]
    [InlineData(Sora, "Resolution", "720p", "UnsupportedParameter")]
    [InlineData(Sora, "ImageUrl", "https://example.com/film.gif", "InvalidImageUrl")]
    [InlineData(Sora, "ImageUrl", "picture.png", "InvalidImageUrl")]
    [InlineData(Sora, "ImageUrl", "ftp://example.com/1.png", "InvalidImageUrl")]
    [InlineData(Sora, "ImageUrl", Data, "InvalidImageUrl")]
    [InlineData(Fast, "Duration", "7", "InvalidDuration")]
    [InlineData(Fast, "Duration", "9", "InvalidDuration")]
    [InlineData(Fast, "AspectRatio", "1:1", "InvalidAspectRatio")]
    [InlineData(Fast, "ImageUrl", "not a link", "InvalidImageUrl")]
    [InlineData(Quality, "Duration", "4", "InvalidDuration")]
    [InlineData(Quality, "AspectRatio", "4:3", "InvalidAspectRatio")]
    [InlineData(Omni, "Duration", "5", "InvalidDuration")]
    [InlineData(Omni, "Duration", "12", "InvalidDuration")]
    [InlineData(Omni, "Resolution", "360p", "InvalidResolution")]
    [InlineData(Omni, "ImageUrl", "*2", "UnsupportedImageCount")]
    [InlineData(Omni, "ImageUrl", "data:text/plain;base64,aGk=", "InvalidImageUrl")]
    [InlineData(Omni, "ImageUrl", "data:image/png;base64,?", "InvalidImageUrl")]
    public void A_value_that_the_document_rules_out_is_refused(string model, string parameter, string value, string errorId)
    {
        RequestProblem problem = Assert.Single(
            Assert.Throws<RequestRefusedException>(() => Prepare(model, parameter, Ask.Value(value))).Problems);

        Assert.Equal(errorId, problem.ErrorId);
        Assert.Equal(parameter, problem.Parameter);
        Assert.Contains(model, problem.Message, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Advice);
    }

    [Theory]
    [InlineData(Grok)]
    [InlineData(Sora)]
    [InlineData(Fast)]
    [InlineData(Quality)]
    [InlineData(Omni)]
    public void An_empty_prompt_is_refused(string model) =>
        Assert.Equal("EmptyPrompt", Assert.Single(Ask.Refusal(model, "Prompt=")).ErrorId);

    [Theory]
    [InlineData(Sora, "Duration=5", "InvalidDuration")]
    [InlineData(Sora, "Duration=10", "InvalidDuration")]
    [InlineData(Omni, "ImageUrl=*4", "InvalidImageUrl")]
    [InlineData(Omni, "AspectRatio=1:1", "InvalidAspectRatio")]
    [InlineData(Omni, "VideoUrl=@", "InvalidVideoUrl")]
    public void What_the_documents_leave_open_is_sent_with_a_warning(string model, string parameters, string errorId) =>
        Assert.Equal(errorId, Assert.Single(Ask.Prepare(model, parameters).Warnings).ErrorId);

    [Theory]
    [InlineData(Omni, "Resolution=4K", "resolution", "4k")]
    [InlineData(Omni, "Resolution=1080P", "resolution", "1080p")]
    [InlineData(Grok, "Resolution=720P", "quality", "720p")]
    public void A_value_in_another_case_is_sent_in_the_documents_spelling(string model, string parameters, string wireName, string sent) =>
        Assert.Equal(sent, Ask.Field(Ask.Prepare(model, parameters), wireName)!.GetValue<string>());

    [Fact]
    public void Omni_takes_a_picture_in_a_data_link() =>
        Assert.Equal(Data, Ask.Field(Prepare(Omni, "ImageUrl", Data), "image_urls")![0]!.GetValue<string>());

    [Theory]
    [InlineData(
        Grok,
        "AspectRatio=3:2; Duration=30; Resolution=720p; ImageUrl=*2",
        """{"model":"grok-imagine-1.0-video-apimart","prompt":"a red fox","size":"3:2","duration":30,"quality":"720p","image_urls":["https://example.com/1.png","https://example.com/2.png"]}""")]
    [InlineData(
        Sora,
        "Duration=8; AspectRatio=9:16; ImageUrl=@",
        """{"model":"sora-2","prompt":"a red fox","duration":8,"aspect_ratio":"9:16","image_urls":["https://example.com/1.png"]}""")]
    [InlineData(
        Fast,
        "Duration=8; AspectRatio=16:9; ImageUrl=@",
        """{"model":"veo3.1-fast","prompt":"a red fox","duration":8,"aspect_ratio":"16:9","image_urls":["https://example.com/1.png"]}""")]
    [InlineData(
        Quality,
        "Duration=8; AspectRatio=16:9",
        """{"model":"veo3.1-quality","prompt":"a red fox","duration":8,"aspect_ratio":"16:9"}""")]
    [InlineData(
        "omni-flash-ext",
        "Duration=10; Resolution=1080p; Size=9:16; ImageUrl=*3",
        """{"model":"Omni-Flash-Ext","prompt":"a red fox","duration":10,"resolution":"1080p","aspect_ratio":"9:16","image_urls":["https://example.com/1.png","https://example.com/2.png","https://example.com/3.png"]}""")]
    public void The_body_has_the_documents_names_and_types(string model, string parameters, string body) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(body), Ask.Body(Ask.Prepare(model, parameters))));

    [Theory]
    [InlineData(Grok, "AspectRatio", "16:9 9:16 1:1 3:2 2:3", null, null)]
    [InlineData(Grok, "Duration", "", 6d, 30d)]
    [InlineData(Grok, "Quality", "480p 720p", null, null)]
    [InlineData(Sora, "Duration", "", null, null)]
    [InlineData(Sora, "Size", "16:9 9:16", null, null)]
    [InlineData(Fast, "Duration", "8", null, null)]
    [InlineData(Quality, "AspectRatio", "16:9 9:16", null, null)]
    [InlineData(Omni, "Duration", "4 6 8 10", null, null)]
    [InlineData(Omni, "Resolution", "720p 1080p 4k", null, null)]
    public void Completion_offers_just_what_the_model_takes(string model, string parameter, string values, double? minimum, double? maximum)
    {
        Assert.True(ModelCatalogue.Default.TryFind(model, out VideoModel? found));
        VideoModelParameter known = found.FindParameter(parameter)!;

        Assert.Equal(values.Split(' ', StringSplitOptions.RemoveEmptyEntries), known.Values);
        Assert.Equal((minimum, maximum), (known.Minimum, known.Maximum));
    }

    [Fact]
    public void A_list_that_only_warns_is_suggested_but_does_not_limit()
    {
        Assert.True(ModelCatalogue.Default.TryFind(Sora, out VideoModel? sora));

        Assert.Equal(["4", "8", "12", "16", "20"], sora.FindParameter("Duration")!.SuggestedValues);
    }

    [Theory]
    [InlineData(Grok, "AspectRatio Duration Resolution ImageUrl")]
    [InlineData(Sora, "Duration AspectRatio ImageUrl")]
    [InlineData(Fast, "Duration AspectRatio ImageUrl")]
    [InlineData(Quality, "Duration AspectRatio ImageUrl")]
    [InlineData(Omni, "Duration Resolution AspectRatio ImageUrl")]
    public void A_model_takes_the_parameters_of_its_document_and_no_others(string model, string parameters)
    {
        Assert.True(ModelCatalogue.Default.TryFind(model, out VideoModel? found));

        Assert.Equal(parameters.Split(' '), found.Parameters.Where(parameter => parameter.Standing == Standing.Seed).Select(parameter => parameter.Name));
        Assert.All(found.Parameters.Where(parameter => parameter.Standing != Standing.Seed), parameter => Assert.Contains(parameter.Rules, rule => rule is DoubtRule));
        Assert.Empty(found.Rules);
    }

    private static PreparedRequest Prepare(string model, string parameter, object? value) =>
        ModelCatalogue.Default.Prepare(new VideoRequest
        {
            Model = model,
            Prompt = "a red fox",
            Parameters = new Dictionary<string, object?> { [parameter] = value },
        });
}
