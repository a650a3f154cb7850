using System.Collections.Immutable;
using Apimart.Video.Models;

namespace Apimart.Video.Client.Tests.Models;

/// <summary>What every file of the catalogue has to keep, whatever its models are.</summary>
public sealed class CatalogueFileTests
{
    private static ImmutableArray<VideoModel> Models => ModelCatalogue.Default.Models;

    [Fact]
    public void Every_file_is_read() =>
        Assert.Equal(
            typeof(ModelCatalogue).Assembly.GetManifestResourceNames().Count(name => name.StartsWith("Families/", StringComparison.Ordinal)),
            Models.Select(model => model.Family).Distinct().Count());

    [Fact]
    public void Every_rule_has_a_source_and_only_a_documented_one_refuses()
    {
        foreach (VideoModel model in Models)
        {
            IEnumerable<CatalogueRule> rules = model.Parameters.Append(model.Prompt).SelectMany(parameter => parameter.Rules);
            Assert.All(rules.Concat(model.Rules), rule =>
            {
                Assert.False(string.IsNullOrWhiteSpace(rule.Source), model.Name);
                Assert.True(rule.Standing is Standing.Seed or Standing.Documented || rule.Severity == Severity.Warning, $"{model}: {rule.Source}");
            });
        }
    }

    [Fact]
    public void Only_the_users_own_documents_stand_as_seeds()
    {
        ImmutableHashSet<string> seeds = ["grok-imagine-1.0-video-apimart", "sora-2", "veo3.1-fast", "veo3.1-quality", "Omni-Flash-Ext"];

        Assert.Equal(
            seeds.Order(StringComparer.Ordinal),
            Models.Where(model => model.Parameters.Any(IsSeed)).Select(model => model.Name).Order(StringComparer.Ordinal));

        static bool IsSeed(VideoModelParameter parameter) =>
            parameter.Standing == Standing.Seed || parameter.Rules.Any(rule => rule.Standing == Standing.Seed);
    }

    [Fact]
    public void No_id_or_alias_is_given_twice() =>
        Assert.Empty(Repeated(Models.SelectMany(model => model.Aliases.Append(model.Name))));

    [Fact]
    public void No_name_of_a_parameter_means_two_things_in_a_model()
    {
        foreach (VideoModel model in Models)
        {
            Assert.Empty(Repeated(model.Parameters.SelectMany(parameter =>
                parameter.Aliases.Append(parameter.Name).Append(parameter.WireName).Concat(parameter.WireAliases).Distinct(StringComparer.OrdinalIgnoreCase))));
        }
    }

    [Fact]
    public void A_name_has_one_type_and_the_same_aliases_in_all_models()
    {
        foreach (var same in AllParameters().GroupBy(parameter => parameter.Name))
        {
            Assert.Single(same.Select(parameter => UserType(parameter.Type)).Distinct());
            Assert.Single(same.Select(parameter => string.Join(' ', parameter.Aliases)).Distinct());
            Assert.Single(same.Select(parameter => parameter.PathName).Distinct());
        }
    }

    [Fact]
    public void Names_are_spelled_alike_and_no_alias_is_another_parameters_name()
    {
        string[] names = AllParameters().Select(parameter => parameter.Name).Distinct().ToArray();

        Assert.Empty(Repeated(names));
        Assert.Empty(names.Intersect(AllParameters().SelectMany(parameter => parameter.Aliases), StringComparer.OrdinalIgnoreCase));
        Assert.All(names, name => Assert.Matches("^([A-Z][a-z0-9]+)+$", name));
    }

    [Fact]
    public void A_rule_between_parameters_names_parameters_of_its_model()
    {
        foreach (VideoModel model in Models)
        {
            Assert.All(model.Rules.SelectMany(rule => rule.Named), name => Assert.True(name == "Prompt" || model.Accepts(name), $"{model}: {name}"));
        }
    }

    [Fact]
    public void Values_that_a_rule_between_parameters_names_are_values_of_the_parameter()
    {
        foreach (VideoModel model in Models)
        {
            foreach (ParameterCondition condition in model.Rules.SelectMany(rule => rule.Conditions).Where(condition => condition.Field is null))
            {
                Assert.All(
                    condition.Values.AddRange(condition.Not),
                    value => Assert.Empty(Ask.Prepare(model.Name, $"{condition.Parameters[0]}={value}", skipValidation: true)
                        .Warnings.Where(problem => problem.Parameter == condition.Parameters[0])));
            }
        }
    }

    [Fact]
    public void A_list_of_values_has_no_doubles_and_a_default_is_a_value_that_is_taken()
    {
        foreach (VideoModel model in Models)
        {
            foreach (VideoModelParameter parameter in model.Parameters)
            {
                Assert.Empty(Repeated(parameter.SuggestedValues));
                if (parameter.Default is { } value)
                {
                    object typed = ParameterValue.Convert(value, parameter.Type)!;
                    Assert.All(parameter.Rules.Where(rule => rule.Refuses), rule => Assert.True(rule.Allows(typed), $"{model} {parameter} {value}"));
                }
            }
        }
    }

    [Theory]
    [InlineData("flux-3-video gemini-omni-1.1-flash gemini-omni-1.1-flash-ext gemini-omni-flash-preview grok-imagine-1.5-video-ext")]
    [InlineData("grok-imagine-video grok-imagine-video-1.5 happyhorse-1.0 happyhorse-1.1 kling-3.0-turbo kling-v2-6 kling-v2-6-motion-control")]
    [InlineData("kling-v3 kling-v3-motion-control kling-v3-omni kling-video-o1 MiniMax-H3 MiniMax-H3-Context-IR MiniMax-H3-Max")]
    [InlineData("MiniMax-H3-Regeneration MiniMax-Hailuo-02 MiniMax-Hailuo-2.3 MiniMax-Hailuo-2.3-Fast pixverse-v6 seedance-1-0-pro-fast")]
    [InlineData("seedance-1-0-pro-quality seedance-1-5-pro seedance-2.0 seedance-2.0-fast seedance-2.0-mini seedance-2.5 skyreels-v4-fast")]
    [InlineData("skyreels-v4-std veo3.1-fast veo3.1-fast-ext veo3.1-fast-official veo3.1-lite veo3.1-lite-ext veo3.1-quality")]
    [InlineData("veo3.1-quality-ext veo3.1-quality-official viduq3 viduq3-mix viduq3-pro viduq3-turbo wan2.5-preview wan2.6")]
    [InlineData("wan2.6-i2v-flash wan2.7 wan2.7-r2v wan2.7-videoedit wan3.0-video wan3.0-video-prime viduq4-preview")]
    [InlineData("sora-2 sora-2-pro sora-2-vip sora-2-preview sora-2-pro-preview Omni-Flash-Ext grok-imagine-1.0-video-apimart grok-imagine-1.5-video-apimart")]
    public void Every_id_of_the_documentation_is_sent_as_it_is(string ids)
    {
        foreach (string id in ids.Split(' '))
        {
            Assert.True(ModelCatalogue.Default.TryFind(id, out VideoModel? model), id);
            Assert.Equal(id, model.Name);
        }
    }

    [Theory]
    [InlineData("veo3.1", "veo3.1-fast")]
    [InlineData("doubao-seedance-1-0-pro-fast", "seedance-1-0-pro-fast")]
    [InlineData("doubao-seedance-1-0-pro-quality", "seedance-1-0-pro-quality")]
    [InlineData("doubao-seedance-1-5-pro", "seedance-1-5-pro")]
    [InlineData("doubao-seedance-2.0", "seedance-2.0")]
    [InlineData("doubao-seedance-2-0", "seedance-2.0")]
    [InlineData("doubao-seedance-2.0-fast", "seedance-2.0-fast")]
    [InlineData("doubao-seedance-2.0-mini", "seedance-2.0-mini")]
    [InlineData("doubao-seedance-2.0-face", "seedance-2.0")]
    [InlineData("doubao-seedance-2.0-fast-face", "seedance-2.0-fast")]
    [InlineData("doubao-seedance-2.5", "seedance-2.5")]
    [InlineData("wan2.6-i2v", "wan2.6")]
    [InlineData("minimax-h3-max", "MiniMax-H3-Max")]
    public void An_older_id_finds_the_model_of_today(string alias, string name)
    {
        Assert.True(ModelCatalogue.Default.TryFind(alias, out VideoModel? model));
        Assert.Equal(name, model.Name);
    }

    [Theory]
    [InlineData("ImageUrl", "sora-2", true)]
    [InlineData("imageurl", "kling-v3-motion-control", true)]
    [InlineData("image_urls", "wan3.0-video", true)]
    [InlineData("ImageUrl", "veo3.1-lite", false)]
    [InlineData("Quality", "grok-imagine-1.0-video-apimart", true)]
    [InlineData("Size", "MiniMax-Hailuo-02", false)]
    public void A_model_tells_what_it_accepts(string parameter, string name, bool accepts)
    {
        Assert.True(ModelCatalogue.Default.TryFind(name, out VideoModel? model));
        Assert.Equal(accepts, model.Accepts(parameter));
    }

    private static IEnumerable<VideoModelParameter> AllParameters() => Models.SelectMany(model => model.Parameters);

    private static IEnumerable<string> Repeated(IEnumerable<string> names) =>
        names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => group.Key);

    // A parameter that is a list for some models has to be one for all, or it could not be bound before the model is known.
    private static ParameterType UserType(ParameterType type) => type == ParameterType.SingleString ? ParameterType.StringArray : type;
}
