using Apimart.Video.Models;

namespace Apimart.Video.Client.Tests.Models;

public sealed class RequestPreparerTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void A_blank_cell_is_not_sent(string? cell)
    {
        PreparedRequest request = Prepare("veo3.1-fast", new() { ["Duration"] = cell, ["ImageUrl"] = new[] { cell }, ["Rubbish"] = cell });

        Assert.Equal("""{"model":"veo3.1-fast","prompt":"a red fox"}""", request.Canonical);
    }

    [Fact]
    public void The_canonical_form_does_not_depend_on_the_order_of_parameters_nor_on_their_spelling() =>
        Assert.Equal(
            Prepare("Omni-Flash-Ext", new() { ["Duration"] = 6, ["Size"] = "16:9", ["Resolution"] = "4k" }).Canonical,
            Prepare("omni-flash-ext", new() { ["resolution"] = "4K", ["aspect_ratio"] = "16:9", ["duration"] = " 6 " }).Canonical);

    [Fact]
    public void Another_value_gives_another_canonical_form() =>
        Assert.NotEqual(
            Prepare("sora-2", new() { ["Duration"] = 4 }).Canonical,
            Prepare("sora-2", new() { ["Duration"] = 8 }).Canonical);

    [Fact]
    public void Additional_parameters_are_sent_as_they_are()
    {
        PreparedRequest request = ModelCatalogue.Default.Prepare(new VideoRequest
        {
            Model = "veo3.1-fast",
            Prompt = "a red fox",
            AdditionalParameters = new Dictionary<string, object?> { ["duration"] = "12", ["new"] = new[] { 1, 2 } },
        });

        Assert.Equal("""{"duration":"12","model":"veo3.1-fast","new":[1,2],"prompt":"a red fox"}""", request.Canonical);
    }

    [Fact]
    public void An_additional_parameter_fills_what_the_model_demands()
    {
        PreparedRequest request = ModelCatalogue.Default.Prepare(new VideoRequest
        {
            Model = "MiniMax-Hailuo-2.3-Fast",
            Prompt = "a red fox",
            AdditionalParameters = new Dictionary<string, object?> { ["first_frame_image"] = Ask.Link },
        });

        Assert.Empty(request.Warnings);
    }

    [Fact]
    public void Skipped_validation_turns_errors_into_warnings_and_sends_every_value()
    {
        PreparedRequest request = Ask.Prepare("veo3.1-fast", "Duration=12; AspectRatio=cinema; Watermark=true; ExtendTaskId=task_1", skipValidation: true);

        Assert.Equal(
            ["InvalidDuration", "InvalidAspectRatio", "UnsupportedParameter", "UnsupportedParameter"],
            request.Warnings.Select(problem => problem.ErrorId));
        Assert.Equal(
            """{"aspect_ratio":"cinema","duration":12,"extend_from_task_id":"task_1","model":"veo3.1-fast","prompt":"a red fox","watermark":true}""",
            request.Canonical);
    }

    [Fact]
    public void Skipped_validation_sends_even_a_value_of_the_wrong_type() =>
        Assert.Equal("short", Ask.Field(Ask.Prepare("sora-2", "Duration=short", skipValidation: true), "duration")!.GetValue<string>());

    [Fact]
    public void All_problems_of_a_request_are_told_at_once() =>
        Assert.Equal(
            ["EmptyPrompt", "InvalidDuration", "UnsupportedParameter"],
            Ask.Refusal("veo3.1-fast", "Prompt=; Duration=5; Seed=1").Select(problem => problem.ErrorId));

    [Theory]
    [InlineData("veo3.1-fastt", "veo3.1-fast")]
    [InlineData("sora2", "sora-2")]
    [InlineData("omni", "Omni-Flash-Ext")]
    public void An_unknown_model_is_refused_with_the_nearest_names(string name, string nearest)
    {
        RequestProblem problem = Assert.Single(Ask.Refusal(name, string.Empty));

        Assert.Equal(("UnknownModel", "Model", name), (problem.ErrorId, problem.Parameter, problem.Value));
        Assert.Contains(nearest, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_model_gets_the_types_and_the_usual_wire_names_of_the_others()
    {
        PreparedRequest request = Ask.Prepare(
            "veo-9",
            "Duration=8; Size=16:9; ImageUrl=@; FirstFrameUrl=@; Audio=true; BrandNew=1",
            skipValidation: true);

        Assert.Equal(
            """{"aspect_ratio":"16:9","audio":true,"brand_new":"1","duration":8,"first_frame_image":"https://example.com/1.png","image_urls":["https://example.com/1.png"],"model":"veo-9","prompt":"a red fox"}""",
            request.Canonical);
    }

    [Fact]
    public void A_parameter_that_the_model_does_not_have_is_named_with_those_it_has()
    {
        RequestProblem problem = Assert.Single(Ask.Refusal("sora-2", "Resolution=720p"));

        Assert.Equal("sora-2 takes no Resolution; it takes Duration, AspectRatio and ImageUrl.", problem.Message);
        Assert.Equal("Leave -Resolution out, choose another model, or send it with -AdditionalParameter.", problem.Advice);
    }

    [Fact]
    public void A_refusal_names_the_value_the_rule_its_source_and_the_remedy()
    {
        RequestProblem problem = Assert.Single(Ask.Refusal("Omni-Flash-Ext", "Duration=7"));

        Assert.Equal(
            "Duration 7 is not possible with Omni-Flash-Ext: it takes 4, 6, 8 or 10 (omni-flash-ext, duration: Supported values).",
            problem.Message);
        Assert.Equal("Give -Duration 4, 6, 8 or 10, or -SkipValidation if you know that the API takes it now.", problem.Advice);
    }

    [Fact]
    public void A_demanded_parameter_that_is_missing_is_named()
    {
        RequestProblem problem = Assert.Single(Ask.Refusal("viduq3", string.Empty));

        Assert.Equal(("MissingParameter", "ImageUrl"), (problem.ErrorId, problem.Parameter));
    }

    [Fact]
    public void A_model_found_by_an_older_id_is_sent_by_its_own() =>
        Assert.Equal("seedance-2.5", Ask.Prepare("doubao-seedance-2.5", string.Empty).Model);

    [Theory]
    [InlineData("""[{"url":"https://example.com/1.png","role":"last_frame"}]""")]
    [InlineData("""{"url":"https://example.com/1.png","role":"last_frame"}""")]
    public void Objects_may_come_as_json_from_a_cell(string cell) =>
        Assert.Equal("last_frame", Ask.Field(Ask.Prepare("seedance-1-5-pro", $"ImageWithRole={cell}"), "image_with_roles")![0]!["role"]!.GetValue<string>());

    [Theory]
    [InlineData("first_frame")]
    [InlineData("[1]")]
    [InlineData("[{]")]
    public void What_is_no_object_is_refused_where_objects_are_needed(string cell)
    {
        RequestProblem problem = Assert.Single(Ask.Refusal("seedance-1-5-pro", $"ImageWithRole={cell}"));

        Assert.Contains("is not a list of hashtables", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_one_is_sent_as_a_text_where_the_model_has_a_single_field() =>
        Assert.Equal(Ask.Link, Ask.Field(Ask.Prepare("wan2.6", "AudioUrl=*1"), "audio_url")!.GetValue<string>());

    [Fact]
    public void A_list_of_two_is_refused_where_the_model_has_a_single_field() =>
        Assert.Contains("is not a single text", Assert.Single(Ask.Refusal("wan2.6", "AudioUrl=*2")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_dot_in_the_wire_name_leads_into_an_object() =>
        Assert.Equal(
            """{"metadata":{"audio_setting":"origin"},"model":"wan2.7-videoedit","prompt":"a red fox","video_urls":["https://example.com/1.png"]}""",
            Ask.Prepare("wan2.7-videoedit", "VideoUrl=@; AudioSetting=origin").Canonical);

    private static PreparedRequest Prepare(string model, Dictionary<string, object?> parameters) =>
        ModelCatalogue.Default.Prepare(new VideoRequest { Model = model, Prompt = "a red fox", Parameters = parameters });
}
