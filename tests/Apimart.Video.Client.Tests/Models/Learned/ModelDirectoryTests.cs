using System.Collections.Immutable;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Account;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Models;
using Apimart.Video.Models.Learned;
using Apimart.Video.Simulator;

namespace Apimart.Video.Client.Tests.Models.Learned;

public sealed class ModelDirectoryTests : AccountTest
{
    private const string NewSchema = """
        {"model":"lumen-1","operation":"video_generation","input_schema":{"type":"object","required":["model","prompt","duration"],"properties":{
        "model":{"type":"string"},"prompt":{"type":"string","maxLength":50},
        "duration":{"type":"integer","minimum":3,"maximum":12,"default":5},
        "aspect_ratio":{"type":"string","enum":["16:9","9:16"],"default":"16:9"},
        "image_urls":{"type":"array","items":{"type":"string"},"maxItems":2},
        "camera_path":{"type":["string","null"],"description":"How the camera moves."},
        "options":{"type":"object","properties":{"grain":{"type":"boolean"}}},
        "shots":{"type":"array","items":{"type":"object"}},
        "debug-level!":{"type":"integer"}}}}
        """;

    [Fact]
    public async Task The_simulators_schemas_do_not_differ_from_the_catalogue_they_come_from()
    {
        await using SimulatorServer simulator = SimulatorServer.Start();
        using ApimartClient client = new(Options(simulator.BaseUri, simulator.ApiKey));

        ModelUpdate update = await client.ReadModelsAsync(ModelCatalogue.Default, Cancellation);

        Assert.Empty(update.Differences);
        Assert.Empty(update.Learned);
    }

    [Fact]
    public async Task A_new_model_gets_the_names_that_scripts_know()
    {
        ModelUpdate update = await Read("""{"data":[{"id":"lumen-1"}]}""", NewSchema);

        Assert.Equal(["lumen-1"], update.Learned);
        VideoModel model = SchemaTranslator.ToModel(update.Entries[0], update.ReadAt);
        Assert.Equal(
            [
                ("Duration", "duration", ParameterType.Integer),
                ("AspectRatio", "aspect_ratio", ParameterType.String),
                ("ImageUrl", "image_urls", ParameterType.StringArray),
                ("CameraPath", "camera_path", ParameterType.String),
                ("OptionsGrain", "options.grain", ParameterType.Boolean),
                ("Shots", "shots", ParameterType.ObjectArray),
                ("DebugLevel", "debug-level!", ParameterType.Integer),
            ],
            model.Parameters.Select(parameter => (parameter.Name, parameter.WireName, parameter.Type)));
        Assert.Equal((ModelOrigin.Learned, true), (model.Origin, model.Prompt.Required));
        Assert.Contains("Size", model.FindParameter("AspectRatio")!.Aliases);
        Assert.True(model.FindParameter("Duration")!.Required);
    }

    [Fact]
    public async Task A_learned_limit_warns_and_does_not_refuse()
    {
        ModelUpdate update = await Read("""{"data":[{"id":"lumen-1"}]}""", NewSchema);
        ModelCatalogue catalogue = ModelCatalogue.Layer([SchemaTranslator.ToModel(update.Entries[0], update.ReadAt)]);

        PreparedRequest request = catalogue.Prepare(new VideoRequest
        {
            Model = "lumen-1",
            Prompt = new string('p', 51),
            Parameters = new Dictionary<string, object?> { ["Duration"] = 13, ["AspectRatio"] = "1:1", ["ImageUrl"] = (string[])["https://e.com/1", "https://e.com/2", "https://e.com/3"] },
        });

        Assert.Equal(["Prompt", "Duration", "AspectRatio", "ImageUrl"], request.Warnings.Select(problem => problem.Parameter));
    }

    [Fact]
    public async Task Every_kind_of_difference_is_shown_and_the_curated_model_is_not_learned()
    {
        ModelUpdate update = await Read(
            """{"data":[{"id":"veo3.1-fast","category":"video","parameters":{"required":["model","prompt","duration"],"properties":{"duration":{"type":"integer","enum":[4,8],"default":4},"aspect_ratio":{"type":"string"},"fog":{"type":"string"}}}},{"id":"chat","category":"chat"}]}""");

        Assert.Empty(update.Learned);
        string[] differences = [.. update.Differences
            .Where(difference => difference.Model == "veo3.1-fast")
            .Select(difference => $"{difference.Change} {difference.Parameter}: {difference.Catalogue} | {difference.Server}")];
        Assert.Contains("Values Duration: 8 | 4, 8", differences);
        Assert.Contains("Default Duration:  | 4", differences);
        Assert.Contains("Required Duration: False | True", differences);
        Assert.Contains("NewParameter fog:  | Not described by the server.", differences);
        Assert.Contains("NoParameter ImageUrl: image_urls | ", differences);
        Assert.Contains(update.Differences, difference => difference is { Model: "sora-2", Change: ModelChange.NotListed });
        Assert.DoesNotContain(update.Differences, difference => difference.Model == "chat");
    }

    [Fact]
    public async Task A_range_that_differs_is_shown()
    {
        ModelUpdate update = await Read(
            """{"data":[{"id":"grok-imagine-1.0-video-apimart","parameters":{"properties":{"duration":{"type":"integer","minimum":6,"maximum":15}}}}]}""");

        Assert.Contains(update.Differences, difference => difference is { Change: ModelChange.Range, Catalogue: "6..30", Server: "6..15" });
    }

    [Fact]
    public async Task A_model_whose_schema_cannot_be_read_does_not_hide_the_others()
    {
        using ScriptedServer server = new(
            ScriptedServer.Answer(200, """{"data":[{"id":"lumen-1","parameters":{"properties":{"seed":{"type":"integer"}}}},{"id":"lumen-2"}]}"""),
            ScriptedServer.Answer(404, "{}"));
        using ApimartClient client = Client(server);

        ModelUpdate update = await client.ReadModelsAsync(ModelCatalogue.Layer(), Cancellation);

        Assert.Equal(["lumen-1"], update.Learned);
        Assert.Equal([ModelChange.NewModel, ModelChange.NoSchema], update.Differences.Select(difference => difference.Change));
    }

    [Theory]
    [InlineData(200, """{"data":[]}""")]
    [InlineData(200, """{"success":false,"message":"m"}""")]
    [InlineData(200, """{"data":[{"id":"chat","category":"chat"}]}""")]
    [InlineData(401, """{"error":{"message":"m","type":"authentication_error"}}""")]
    [InlineData(402, """{"error":{"message":"m","type":"payment_required"}}""")]
    [InlineData(404, "no")]
    public async Task A_list_without_video_models_is_a_failure(int status, string body)
    {
        using ScriptedServer server = new(ScriptedServer.Answer(status, body));
        using ApimartClient client = Client(server);

        await Assert.ThrowsAsync<ApimartException>(() => client.ReadModelsAsync(ModelCatalogue.Default, Cancellation));
    }

    private async Task<ModelUpdate> Read(params string[] bodies)
    {
        using ScriptedServer server = Server(bodies);
        using ApimartClient client = Client(server);
        return await client.ReadModelsAsync(ModelCatalogue.Default, Cancellation);
    }
}
