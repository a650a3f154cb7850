using System.Text.Json;
using Apimart.Video.Models;
using Apimart.Video.Simulator.Videos;

namespace Apimart.Video.Simulator.Checks;

/// <summary>Checks a submit's bytes as the documents describe it, stricter than a client that converts before it sends.</summary>
internal sealed class SubmitChecker
{
    private readonly ModelCatalogue _catalogue;

    internal SubmitChecker(ModelCatalogue catalogue) => _catalogue = catalogue;

    /// <exception cref="RefusalException">The API would refuse the body.</exception>
    internal CheckedSubmit Check(byte[] bytes)
    {
        JsonElement body = Parse(bytes);
        return Check(body, FindModel(body));
    }

    /// <exception cref="RefusalException">The API would refuse the body of a remix.</exception>
    internal CheckedSubmit CheckRemix(byte[] bytes, string originalModel)
    {
        JsonElement body = Parse(bytes);
        VideoModel model = FindModel(body);
        return model.Remix is not { } remix
            ? throw RefusalException.Invalid($"{model.Name} cannot remix a video.")
            : model.Name != originalModel
                ? throw RefusalException.Invalid($"The original was made by {originalModel}, not by {model.Name}.")
                : Check(body, remix);
    }

    private static CheckedSubmit Check(JsonElement body, VideoModel model)
    {
        string prompt = CheckPrompt(body, model);
        foreach (VideoModelParameter parameter in model.Parameters)
        {
            FieldCheck.Check(parameter, body);
        }

        if (FieldCheck.Find(body, "language") is { } language && model.FindParameter("language") is null)
        {
            ErrorLanguage.Read(RuleCheck.Text(language));
        }

        RequestRuleCheck.Check(model, body);
        return new CheckedSubmit(model, prompt, body);
    }

    private static JsonElement Parse(byte[] bytes)
    {
        try
        {
            JsonElement body = JsonDocument.Parse(bytes).RootElement;
            RequireUnicode(body);
            return body.ValueKind == JsonValueKind.Object
                ? body
                : throw RefusalException.Invalid("The request body is not a JSON object.");
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            throw RefusalException.Invalid($"The request body is not valid JSON: {broken.Message}");
        }
    }

    /// <summary>Half a surrogate pair passes as JSON; only reading the text finds it.</summary>
    /// <exception cref="InvalidOperationException">A text in the body is no Unicode.</exception>
    private static void RequireUnicode(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                value.GetString();
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in value.EnumerateArray())
                {
                    RequireUnicode(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (JsonProperty field in value.EnumerateObject())
                {
                    RequireUnicode(field.Value);
                }

                break;
            default:
                break;
        }
    }

    /// <summary>Ids are opaque: unlike a user's input they are compared with case (<c>omni-flash-ext</c>: must be Omni-Flash-Ext).</summary>
    private VideoModel FindModel(JsonElement body)
    {
        if (!body.TryGetProperty("model", out JsonElement field) || field.ValueKind != JsonValueKind.String)
        {
            throw RefusalException.Invalid("model is required.");
        }

        string name = field.GetString()!;
        return _catalogue.TryFind(name, out VideoModel? model) && (model.Name == name || (model.Aliases.Contains(name) && !model.OlderNames.Contains(name)))
            ? model
            : throw RefusalException.Invalid($"The model '{name}' does not exist or is not a video model.");
    }

    private static string CheckPrompt(JsonElement body, VideoModel model)
    {
        string prompt = string.Empty;
        if (body.TryGetProperty("prompt", out JsonElement field) && field.ValueKind != JsonValueKind.Null)
        {
            prompt = field.ValueKind == JsonValueKind.String
                ? field.GetString()!
                : throw RefusalException.Invalid("prompt must be a string.");
        }

        if (string.IsNullOrWhiteSpace(prompt))
        {
            return model.Prompt.Required ? throw RefusalException.Invalid("prompt is required.") : prompt;
        }

        FieldCheck.CheckRules(model.Prompt, field);
        return prompt;
    }
}

/// <summary>A submit that the API takes.</summary>
internal sealed record CheckedSubmit(VideoModel Model, string Prompt, JsonElement Body)
{
    /// <summary>The film that was asked for.</summary>
    internal FilmSpec Film { get; init; } = FilmSpec.Of(AskedVideo.Of(Model, Body, withDefaults: true), Model);

    /// <summary>The value, or the documented default, of a parameter by its name for users.</summary>
    internal string? Text(string parameter) => Model.FindParameter(parameter) is { } known
        ? known.WireAliases.Prepend(known.WireName).Select(Field).FirstOrDefault(field => field is not null)?.ToString() ?? known.Default
        : null;

    internal double? Number(string parameter) =>
        double.TryParse(Text(parameter), System.Globalization.CultureInfo.InvariantCulture, out double number) ? number : null;

    private JsonElement? Field(string name) => Body.TryGetProperty(name, out JsonElement value) ? value : null;
}
