using System.Text;
using System.Text.Json;
using Apimart.Video.Models;

namespace Apimart.Video.Client.Tests.Models;

public sealed class FamilyReaderTests
{
    private const string Head = """
        "family": "f", "vendor": "v", "source": "s", "standing": "Documented"
        """;

    [Fact]
    public void A_model_has_the_parameters_of_its_family_but_for_those_it_replaces_or_lacks()
    {
        VideoModel model = Assert.Single(Read($$"""
            {
              // a comment is allowed
              {{Head}},
              "models": [{ "name": "m", "description": "d", "aliases": ["old"], "without": ["Seed"], "parameters": [{{Parameter("Duration", "own")}}] }],
              "parameters": [{{Parameter("Duration", "shared")}}, {{Parameter("Seed", "shared")}}, {{Parameter("Audio", "shared")}}]
            }
            """));

        Assert.Equal(["Duration own", "Audio shared"], model.Parameters.Select(parameter => $"{parameter.Name} {parameter.Description}"));
        Assert.Equal(("m", "f", "v", "s", "old"), (model.Name, model.Family, model.Vendor, model.Source, Assert.Single(model.Aliases)));
        Assert.True(model.Prompt.Required);
        Assert.Empty(model.Rules);
    }

    [Fact]
    public void A_model_without_prompt_rules_of_its_own_has_the_familys()
    {
        const string Rule = """{"rule":"length","maximum":5,"standing":"Documented","source":"s"}""";

        IReadOnlyList<VideoModel> models = Read($$"""
            {{{Head}}, "promptOptional": true, "promptRules": [{{Rule}}], "models": [
              { "name": "a", "description": "d" }, { "name": "b", "description": "d", "promptRules": [], "promptOptional": false }]}
            """);

        Assert.Equal([(1, false), (0, true)], models.Select(model => (model.Prompt.Rules.Length, model.Prompt.Required)));
    }

    [Theory]
    [InlineData("""{"family":"f","vendor":"v","source":"s","standing":"Documented"}""", "has no 'models'")]
    [InlineData("""{"vendor":"v","source":"s","standing":"Documented","models":[]}""", "test.json has no 'family'")]
    [InlineData("""[]""", "is not an object")]
    [InlineData("""{"family":7,"vendor":"v","source":"s","standing":"Documented","models":[]}""", "has a wrong value in 'family'")]
    [InlineData("""{"family":"f","vendor":"v","source":"s","standing":"Documented","models":["m"]}""", "test.json has a wrong value in 'models'")]
    [InlineData("""{"family":"f","vendor":"v","source":"s","standing":"Documented","models":[{"name":"m","description":"d","alias":["x"]}]}""", "test.json/models/0 has the unknown member 'alias'")]
    [InlineData("""{"family":"f","vendor":"v","source":"s","standing":"Documented","models":[],"rules":[{"rule":"never","source":"s"}]}""", "has the unknown rule 'never'")]
    [InlineData("""{"family":"f","vendor":"v","source":"s","standing":"Documented","models":[],"rules":[{"rule":"exclusive","parameters":["A"]}]}""", "test.json/rules/0 has no 'source'")]
    [InlineData("""{"family":"f","vendor":"v","source":"s","models":[]}""", "test.json has no 'standing'")]
    [InlineData("""{"family":"f","vendor":"v","source":"s","standing":"Documented","models":[],"rules":[{"rule":"exclusive","parameters":["A"],"source":"s"}]}""", "test.json/rules/0 has no 'standing'")]
    [InlineData("""{"family":"f","vendor":"v","source":"s","standing":"Documented","models":[],"rules":[{"rule":"exclusive","parameters":["A"],"source":"s","standing":"Rumour"}]}""", "has the unknown standing 'Rumour'")]
    public void A_slip_in_a_file_is_named_with_its_place(string json, string message) =>
        Assert.Contains(message, Assert.Throws<JsonException>(() => Read(json)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("2026-10", true)]
    [InlineData("2026-10-12", true)]
    [InlineData("2026-13", false)]
    [InlineData("2026-10-32", false)]
    [InlineData("10/2026", false)]
    [InlineData("2026-1", false)]
    public void A_price_has_a_month_or_a_day(string date, bool taken)
    {
        string file = $$"""
            {{{Head}}, "models": [{ "name": "m", "description": "d", "prices": [
              { "unit": "Second", "price": 0.1, "date": "{{date}}", "source": "s", "standing": "Documented" }]}]}
            """;

        if (taken)
        {
            Assert.Equal(date, Assert.Single(Read(file)).Prices.Single().Date);
        }
        else
        {
            Assert.Contains($"has the date '{date}'", Assert.Throws<JsonException>(() => Read(file)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("\"720p\": 720, \"1080p\": 1080", true)]
    [InlineData("\"720p\": 720, \"720p\": 1080", false)]
    [InlineData("\"720p\": \"720\"", false)]
    [InlineData("\"720p\": 720.5", false)]
    public void A_word_has_one_number_of_lines(string lines, bool taken)
    {
        string file = $$"""
            {{{Head}}, "models": [{ "name": "m", "description": "d" }], "parameters": [
              { "name": "Resolution", "wireName": "x", "type": "String", "description": "d", "standing": "Documented", "lines": { {{lines}} } }]}
            """;

        if (taken)
        {
            Assert.Equal([720, 1080], Assert.Single(Assert.Single(Read(file)).Parameters).Lines.Values);
        }
        else
        {
            Assert.Contains("has a wrong value in 'lines'", Assert.Throws<JsonException>(() => Read(file)).Message, StringComparison.Ordinal);
        }
    }

    private static string Parameter(string name, string description) =>
        $$"""{ "name": "{{name}}", "wireName": "x", "type": "String", "description": "{{description}}", "standing": "Documented" }""";

    private static List<VideoModel> Read(string json)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(json));
        return FamilyReader.Read(stream, "test.json").ToModels().ToList();
    }
}
