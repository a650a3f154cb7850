using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Models;
using Apimart.Video.Models.Learned;

namespace Apimart.Video.Client.Tests.Models.Learned;

public sealed class ModelFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_family_of_the_catalogue_is_a_usable_file()
    {
        string[] names = [.. typeof(ModelCatalogue).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("Families/", StringComparison.Ordinal))];
        Assert.NotEmpty(names);
        foreach (string name in names)
        {
            using Stream stream = typeof(ModelCatalogue).Assembly.GetManifestResourceStream(name)!;
            using StreamReader text = new(stream);

            Assert.All(ModelFile.Read(Save(text.ReadToEnd())), model => Assert.Equal(ModelOrigin.Registered, model.Origin));
        }
    }

    [Theory]
    [InlineData("{", "own.json", "LineNumber")]
    [InlineData("""{"vendor":"v"}""", "own.json", "'family'")]
    [InlineData("""{"family":"f","vendor":"v","source":"s","models":[]}""", "own.json", "'standing'")]
    [InlineData("""{"family":"f","vendor":"v","source":"s","standing":"Documented","models":[]}""", "models", "none")]
    [InlineData("""{"family":"f","vendor":"v","source":"s","standing":"Documented","models":[{"name":"a","description":"d","source":"other"}]}""", "models/0", "'standing'")]
    [InlineData("""{"family":"f","vendor":"v","source":"s","standing":"Documented","models":[{"name":"a","description":"d","prices":[{"unit":"Second","price":0.1,"standing":"Documented","source":"s"}]}]}""", "prices/0", "'date'")]
    [InlineData("""{"family":"f","vendor":"v","source":"s","standing":"Documented","models":[{"name":"a","description":"d","prices":[{"unit":"Second","price":0.1,"date":"today","standing":"Documented","source":"s"}]}]}""", "prices/0", "'today'")]
    [InlineData("""{"family":"f","vendor":"v","source":"s","standing":"Documented","models":[{"name":"a","description":"d","prices":[{"unit":"Second","date":"2026-10","standing":"Documented","source":"s"}]}]}""", "prices/0", "'price'")]
    [InlineData("""{"family":"f","vendor":"v","source":"s","standing":"Documented","models":[{"name":"a","description":"d","prices":[{"unit":"Second","price":0,"date":"2026-10","standing":"Documented","source":"s"}]}]}""", "prices/0", "above 0")]
    [InlineData("""{"family":"f","vendor":"v","source":"s","standing":"Documented","models":[{"name":"a","description":"d","prices":[{"unit":"Second","price":1,"with":["Moon"],"date":"2026-10","standing":"Documented","source":"s"}]}]}""", "models, a", "'Moon'")]
    [InlineData("""{"family":"f","vendor":"v","source":"s","standing":"Documented","models":[{"name":"a","description":"d"}],"moon":1}""", "own.json", "'moon'")]
    [InlineData("""{"family":"f","vendor":"v","source":"s","standing":"Documented","models":[{"name":"a","description":"d"},{"name":"A","description":"d"}]}""", "models", "'a' is given twice")]
    public void A_wrong_file_is_refused_by_place_and_reason(string text, string place, string reason) => Refused(text, place, reason);

    [Theory]
    [InlineData("""{"name":"Fog","wireName":"fog","type":"Text","description":"d","standing":"Documented"}""", "parameters/0", "'Text'")]
    [InlineData("""{"name":"Fog","wireName":"fog","type":"String"}""", "parameters/0", "'description'")]
    [InlineData("""{"name":"Fog","wireName":"fog","type":"String","description":"d"}""", "parameters/0", "'standing'")]
    [InlineData("""{"name":"Fog","wireName":"fog","type":"String","description":"d","standing":"Documented","rules":[{"rule":"oneOf","values":["a"],"source":"s"}]}""", "parameters/0/rules/0", "'standing'")]
    [InlineData("""{"name":"Fog","wireName":"fog","type":"String","description":"d","standing":"Documented","rules":[{"rule":"doubt","standing":"Documented","source":"s"}]}""", "parameters/0/rules/0", "its severity is Warning")]
    [InlineData("""{"name":"Fog","wireName":"fog","wireAliases":["prompt"],"type":"String","description":"d","standing":"Documented"}""", "parameter Fog", "prompt")]
    [InlineData("""{"name":"Fog","wireName":"fog","pathName":"ImagePath","type":"String","description":"d","standing":"Documented"}""", "parameter Fog", "'ImagePath'")]
    [InlineData("""{"name":"Fog","wireName":"fog","type":"String","description":"d","standing":"Documented","rules":[{"rule":"near","source":"s"}]}""", "parameters/0/rules/0", "'near'")]
    [InlineData("""{"name":"Fog","wireName":"fog","type":"String","description":"d","standing":"Documented","rules":[{"rule":"oneOf","source":"s"}]}""", "parameters/0/rules/0", "'values'")]
    [InlineData("""{"name":"Fog","wireName":"fog","type":"String","description":"d","standing":"Documented","rules":[{"rule":"oneOf","values":["a"]}]}""", "parameters/0/rules/0", "'source'")]
    [InlineData("""{"name":"Fog","wireName":"fog","type":"String","description":"d","standing":"Documented","rules":[{"rule":"range","minimum":1,"standing":"Documented","source":"page 3"}]}""", "parameter Fog, rule from 'page 3'", "type String")]
    [InlineData("""{"name":"Fog","wireName":"fog","type":"Integer","description":"d","standing":"Documented","rules":[{"rule":"length","maximum":1,"standing":"Documented","source":"page 3"}]}""", "parameter Fog, rule from 'page 3'", "type Integer")]
    [InlineData("""{"name":"Fog","wireName":"fog","type":"Integer","description":"d","standing":"Documented","rules":[{"rule":"count","maximum":1,"standing":"Documented","source":"page 3"}]}""", "parameter Fog, rule from 'page 3'", "type Integer")]
    [InlineData("""{"name":"Fog","wireName":"fog","type":"String","description":"d","standing":"Documented"},{"name":"Mist","wireName":"fog","type":"String","description":"d","standing":"Documented"}""", "models, a", "'Fog' is given twice")]
    [InlineData("""{"name":"Fog Density","wireName":"fog","type":"String","description":"d","standing":"Documented"}""", "parameter Fog Density", "letters and digits")]
    [InlineData("""{"name":"Text","wireName":"prompt","type":"String","description":"d","standing":"Documented"}""", "parameter Text", "prompt")]
    [InlineData("""{"name":"Size","wireName":"size","type":"String","description":"d","standing":"Documented"}""", "parameter Size", "another parameter")]
    [InlineData("""{"name":"Fog","wireName":"fog","aliases":["Duration"],"type":"String","description":"d","standing":"Documented"}""", "parameter Fog", "another parameter")]
    public void A_wrong_parameter_is_refused_by_place_and_reason(string parameters, string place, string reason) =>
        Refused($$"""{"family":"f","vendor":"v","source":"s","standing":"Documented","models":[{"name":"a","description":"d"}],"parameters":[{{parameters}}]}""", place, reason);

    [Fact]
    public void A_rule_that_names_a_stranger_is_refused() =>
        Refused(
            """{"family":"f","vendor":"v","source":"s","standing":"Documented","models":[{"name":"a","description":"d"}],"rules":[{"rule":"exclusive","parameters":["Fog","Mist"],"standing":"Documented","source":"page 4"}]}""",
            "models, a, rule from 'page 4'",
            "'Fog'");

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        ModelFileException fault = Assert.Throws<ModelFileException>(() => ModelFile.Read(_folder["none.json"]));

        Assert.Contains(_folder["none.json"], fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_curated_name_or_alias_is_told_before_it_is_replaced()
    {
        var models = ModelFile.Read(Save("""{"family":"f","vendor":"v","source":"s","standing":"Documented","models":[{"name":"a","aliases":["SORA-2"],"description":"d"},{"name":"b","description":"d"}]}"""));

        Assert.Equal(["SORA-2"], RegisteredModels.Curated(models));
    }

    private void Refused(string text, string place, string reason)
    {
        string path = Save(text);

        ModelFileException fault = Assert.Throws<ModelFileException>(() => ModelFile.Read(path));

        Assert.Contains(path, fault.Message, StringComparison.Ordinal);
        Assert.Contains(place, fault.Message, StringComparison.Ordinal);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    private string Save(string text)
    {
        File.WriteAllText(_folder["own.json"], text);
        return _folder["own.json"];
    }
}
