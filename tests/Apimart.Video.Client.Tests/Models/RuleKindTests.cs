using System.Net;
using System.Text;
using Apimart.Video.Client.Tests.Simulator;
using Apimart.Video.Models;
using Apimart.Video.Simulator;

namespace Apimart.Video.Client.Tests.Models;

/// <summary>Each kind of rule, from the catalogue file to the client's check, the simulator's check and its schema.</summary>
public sealed class RuleKindTests
{
    private const string Origin = ",\"standing\":\"Documented\",\"source\":\"a page\"}";

    /// <summary>The kind, its members in a file, the parameter's type, and a value that keeps and one that breaks it.</summary>
    private static readonly Dictionary<Type, (string Rule, string Type, string Kept, string Broken)> s_ofOne = new()
    {
        [typeof(OneOfRule)] = ("\"rule\":\"oneOf\",\"values\":[\"a\",\"b\"]", "String", "\"a\"", "\"c\""),
        [typeof(RangeRule)] = ("\"rule\":\"range\",\"minimum\":1,\"maximum\":3,\"except\":-1", "Integer", "-1", "4"),
        [typeof(LengthRule)] = ("\"rule\":\"length\",\"maximum\":2", "String", "\"ab\"", "\"abc\""),
        [typeof(CountRule)] = ("\"rule\":\"count\",\"not\":[2]", "StringArray", "[\"a\"]", "[\"a\",\"b\"]"),
        [typeof(UrlRule)] = ("\"rule\":\"url\"", "String", "\"https://example.com/a\"", "\"ftp://example.com/a\""),
        [typeof(FileRule)] = ("\"rule\":\"file\",\"maximumMegabytes\":0.00001", "String", "\"data:image/png;base64,iVBORw0KGgo=\"", "\"data:image/png;base64,iVBORw0KGgoAAAAA\""),
        [typeof(WebhookRule)] = ("\"rule\":\"webhook\"", "String", "\"https://example.com/\"", "\"http://10.0.0.1/\""),
        [typeof(FieldRule)] = ("\"rule\":\"field\",\"field\":\"f\",\"values\":[\"a\"]", "ObjectArray", "[{\"f\":\"a\"}]", "[{\"f\":\"b\"}]"),
        [typeof(DoubtRule)] = ("\"rule\":\"doubt\",\"severity\":\"Warning\"", "String", "", "\"a\""),
    };

    /// <summary>The kind, its members in a file, and the fields that keep and that break it; a, b and n are parameters.</summary>
    private static readonly Dictionary<Type, (string Rule, string Kept, string Broken)> s_ofMany = new()
    {
        [typeof(ExclusiveRule)] = ("\"rule\":\"exclusive\",\"parameters\":[\"A\",\"B\"]", "\"a\":[\"1\"]", "\"a\":[\"1\"],\"b\":[\"1\"]"),
        [typeof(NeedsOneRule)] = ("\"rule\":\"needsOne\",\"parameters\":[\"A\",\"B\"]", "\"b\":[\"1\"]", "\"n\":1"),
        [typeof(TotalRule)] = ("\"rule\":\"total\",\"parameters\":[\"A\",\"B\"],\"maximum\":2", "\"a\":[\"1\"],\"b\":[\"1\"]", "\"a\":[\"1\"],\"b\":[\"1\",\"2\"]"),
        [typeof(RequiresRule)] = ("\"rule\":\"requires\",\"when\":{\"parameters\":[\"A\"]},\"needs\":{\"parameters\":[\"B\"]}", "\"b\":[\"1\"]", "\"a\":[\"1\"]"),
        [typeof(NotTogetherRule)] = ("\"rule\":\"notTogether\",\"when\":{\"parameters\":[\"A\"]},\"with\":{\"parameters\":[\"B\"],\"moreThan\":1}", "\"a\":[\"1\"],\"b\":[\"1\"]", "\"a\":[\"1\"],\"b\":[\"1\",\"2\"]"),
        [typeof(SumRule)] = ("\"rule\":\"sum\",\"parameter\":\"O\",\"field\":\"f\",\"total\":\"N\"", "\"o\":[{\"f\":1},{\"f\":2}],\"n\":3", "\"o\":[{\"f\":1}],\"n\":3"),
        [typeof(NoEffectRule)] = ("\"rule\":\"noEffect\",\"severity\":\"Warning\",\"when\":{\"parameters\":[\"A\"]},\"with\":{\"parameters\":[\"B\"]}", "\"a\":[\"1\"]", "\"a\":[\"1\"],\"b\":[\"1\"]"),
    };

    [Fact]
    public void Every_kind_of_rule_has_a_row_here()
    {
        Type[] kinds = [.. typeof(CatalogueRule).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CatalogueRule)) && !type.IsAbstract)];

        Assert.Empty(kinds.Except(s_ofOne.Keys.Concat(s_ofMany.Keys)).Select(kind => kind.Name));
    }

    [Fact]
    public async Task A_rule_of_one_parameter_holds_at_both_ends_of_the_wire()
    {
        foreach ((Type kind, var row) in s_ofOne)
        {
            string file = File(Parameter("A", row.Type, "{" + row.Rule + Origin), string.Empty);
            string kept = row.Kept.Length == 0 ? string.Empty : $",\"a\":{row.Kept}";
            await Agree(kind, file, kept, $",\"a\":{row.Broken}");
        }
    }

    [Fact]
    public async Task A_rule_between_parameters_holds_at_both_ends_of_the_wire()
    {
        foreach ((Type kind, var row) in s_ofMany)
        {
            string parameters = string.Join(',', Parameter("A", "StringArray"), Parameter("B", "StringArray"), Parameter("N", "Integer"), Parameter("O", "ObjectArray"));
            await Agree(kind, File(parameters, "{" + row.Rule + Origin), $",{row.Kept}", $",{row.Broken}");
        }
    }

    [Fact]
    public void A_rule_fits_some_types_and_names_only_what_its_file_names()
    {
        foreach ((Type kind, var row) in s_ofMany)
        {
            RequestRule rule = Read(File(Parameter("A", "StringArray"), "{" + row.Rule + Origin)).Rules.Single();
            Assert.IsType(kind, rule);
            Assert.NotEmpty(rule.Named);
            Assert.All(rule.Named, name => Assert.Contains($"\"{name}\"", row.Rule, StringComparison.Ordinal));
            Assert.All(rule.Conditions.SelectMany(condition => condition.Parameters), name => Assert.Contains(name, rule.Named));
        }

        foreach ((Type kind, var row) in s_ofOne)
        {
            ParameterRule rule = Read(File(Parameter("A", row.Type, "{" + row.Rule + Origin), string.Empty)).Parameters[0].Rules.Single();
            Assert.IsType(kind, rule);
            Assert.True(rule.Fits(Enum.Parse<ParameterType>(row.Type)));
            Assert.Equal(kind == typeof(DoubtRule), rule.Fits(ParameterType.Number) && rule.Fits(ParameterType.ObjectArray));
        }
    }

    private static async Task Agree(Type kind, string file, string kept, string broken)
    {
        VideoModel model = Read(file);
        ModelCatalogue catalogue = ModelCatalogue.Layer([model]);
        bool refuses = kind != typeof(DoubtRule) && kind != typeof(NoEffectRule);
        await using SimulatorProbe probe = new(new SimulatorOptions { Catalogue = catalogue });

        Assert.True(Client(catalogue, kept) is { Refused: false, Warnings: 0 }, $"{kind.Name} refuses {kept}");
        Assert.Equal(HttpStatusCode.OK, await Server(probe, kept));
        Assert.Equal((refuses, refuses ? 0 : 1), Client(catalogue, broken));
        Assert.Equal(refuses ? HttpStatusCode.BadRequest : HttpStatusCode.OK, await Server(probe, broken));
        Assert.Equal(HttpStatusCode.OK, (await probe.Get("v1/models/m/schema")).StatusCode);
    }

    private static async Task<HttpStatusCode> Server(SimulatorProbe probe, string fields) =>
        (await probe.Post($$"""{"model":"m","prompt":"p"{{fields}}}""")).StatusCode;

    private static (bool Refused, int Warnings) Client(ModelCatalogue catalogue, string fields)
    {
        var given = System.Text.Json.Nodes.JsonNode.Parse($$"""{"z":0{{fields}}}""")!.AsObject();
        given.Remove("z");
        try
        {
            PreparedRequest request = catalogue.Prepare(new VideoRequest
            {
                Model = "m",
                Prompt = "p",
                Parameters = given.ToDictionary(field => field.Key, field => Plain(field.Value!)),
            });
            return (false, request.Warnings.Length);
        }
        catch (RequestRefusedException)
        {
            return (true, 0);
        }
    }

    private static object? Plain(System.Text.Json.Nodes.JsonNode node) => node switch
    {
        System.Text.Json.Nodes.JsonArray list when list.All(item => item is System.Text.Json.Nodes.JsonValue) => list.Select(item => item!.ToString()).ToArray(),
        System.Text.Json.Nodes.JsonArray list => list.ToJsonString(),
        _ => node.ToString(),
    };

    private static string Parameter(string name, string type, string rules = "") =>
        $$"""{"name":"{{name}}","wireName":"{{name.ToLowerInvariant()}}","type":"{{type}}","description":"d","standing":"Documented","rules":[{{rules}}]}""";

    private static string File(string parameters, string rules) =>
        $$"""{"family":"f","vendor":"v","source":"s","standing":"Documented","models":[{"name":"m","description":"d"}],"parameters":[{{parameters}}],"rules":[{{rules}}]}""";

    private static VideoModel Read(string json)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(json));
        return FamilyReader.Read(stream, "test.json").ToModels().Single();
    }
}
