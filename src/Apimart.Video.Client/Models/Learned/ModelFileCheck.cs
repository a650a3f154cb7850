using System.Collections.Immutable;

namespace Apimart.Video.Models.Learned;

/// <summary>What holds for the catalogue's own files by its tests is checked in a user's file when it is read.</summary>
internal static class ModelFileCheck
{
    private static readonly string[] s_ownFields = ["model", "prompt"];

    /// <exception cref="ModelFileException">A name is empty, given twice or used for something else, or a rule names a stranger.</exception>
    internal static void Check(ImmutableArray<VideoModel> models, string file)
    {
        Require(models.Length > 0, file, "models: there are none.");
        RequireSingle(models.SelectMany(model => model.Aliases.Append(model.Name)), file, "models", "name or alias");
        foreach (VideoModel model in models)
        {
            CheckModel(model, file);
        }
    }

    private static void CheckModel(VideoModel model, string file)
    {
        string place = $"models, {model.Name}";
        Require(!string.IsNullOrWhiteSpace(model.Name), file, "models: a name is empty.");
        RequireSingle(
            model.Parameters.SelectMany(parameter =>
                parameter.Aliases.Append(parameter.Name).Append(parameter.WireName).Concat(parameter.WireAliases).Distinct(StringComparer.OrdinalIgnoreCase)),
            file,
            place,
            "name, alias or wireName");
        foreach (VideoModelParameter parameter in model.Parameters)
        {
            CheckParameter(parameter, file, $"{place}, parameter {parameter.Name}");
        }

        string? priced = model.Prices.SelectMany(quote => quote.With).FirstOrDefault(name => !model.Accepts(name));
        Require(priced is null, file, $"{place}, prices: the model has no parameter '{priced}'.");
        foreach (RequestRule rule in model.Rules)
        {
            string? stranger = rule.Named.FirstOrDefault(name => name != "Prompt" && !model.Accepts(name));
            Require(stranger is null, file, $"{place}, rule from '{rule.Source}': the model has no parameter '{stranger}'.");
        }
    }

    private static void CheckParameter(VideoModelParameter parameter, string file, string place)
    {
        Require(
            char.IsAsciiLetter(parameter.Name.FirstOrDefault()) && parameter.Name.All(char.IsAsciiLetterOrDigit),
            file,
            $"{place}: a name is made of letters and digits, the first a letter.");
        Require(
            !parameter.WireAliases.Append(parameter.WireName).Any(s_ownFields.Contains) && !s_ownFields.Contains(parameter.Name, StringComparer.OrdinalIgnoreCase),
            file,
            $"{place}: the fields model and prompt are there for every model.");
        Require(
            ModelCatalogue.Default.Models.SelectMany(model => model.Parameters).All(known => IsCompatible(known, parameter)),
            file,
            $"{place}: the catalogue has the word '{parameter.Name}', or an alias here, for another parameter.");
        Require(
            parameter.PathName is not { } path
                || !ModelCatalogue.Default.PicturePaths.TryGetValue(path, out string? owner)
                || Same(owner, parameter.Name),
            file,
            $"{place}: the catalogue has the word '{parameter.PathName}' for the pictures of another parameter.");
        foreach (ParameterRule rule in parameter.Rules)
        {
            Require(
                rule.Fits(parameter.Type),
                file,
                $"{place}, rule from '{rule.Source}': such a rule is not possible for the type {parameter.Type}.");
        }
    }

    /// <summary>A word that means one parameter in one model must not mean another in the next: scripts change the model only.</summary>
    private static bool IsCompatible(VideoModelParameter known, VideoModelParameter own) =>
        Same(known.Name, own.Name)
            ? own.Aliases.All(alias => !Same(alias, known.Name))
            : !known.Aliases.Contains(own.Name, StringComparer.OrdinalIgnoreCase)
                && !own.Aliases.Contains(known.Name, StringComparer.OrdinalIgnoreCase);

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    private static void RequireSingle(IEnumerable<string> words, string file, string place, string what)
    {
        string? twice = words.GroupBy(word => word, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1)?.Key;
        Require(twice is null, file, $"{place}: the {what} '{twice}' is given twice.");
    }

    private static void Require(bool holds, string file, string problem)
    {
        if (!holds)
        {
            throw new ModelFileException(file, problem);
        }
    }
}
