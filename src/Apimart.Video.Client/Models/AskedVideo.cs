using System.Globalization;
using System.Text.Json;

namespace Apimart.Video.Models;

/// <summary>What a request asks of the video itself: its length, size, shape and sound. Null for what it leaves to the model.</summary>
/// <param name="Seconds">Its length.</param>
/// <param name="Lines">Its shorter side, in the sense in which 1080p has 1080 lines.</param>
/// <param name="Ratio">Width over height.</param>
/// <param name="Sound">Whether it shall have sound.</param>
public sealed record AskedVideo(double? Seconds, int? Lines, double? Ratio, bool? Sound)
{
    private const string Duration = "Duration";
    private const string Resolution = "Resolution";
    private const string AspectRatio = "AspectRatio";
    private const string Audio = "Audio";

    /// <summary>The request's own word for the resolution.</summary>
    public string? ResolutionText { get; init; }

    /// <summary>The request's own word for the shape.</summary>
    public string? AspectRatioText { get; init; }

    /// <summary>Reads what a request asks for. What the model says it goes by instead of a parameter makes that parameter ask for nothing.</summary>
    /// <param name="model">The model; of one that is not known the usual fields are read.</param>
    /// <param name="request">The request's fields.</param>
    /// <param name="withDefaults">Whether what the model's document says of an absent field counts as asked for.</param>
    public static AskedVideo Of(VideoModel? model, JsonElement request, bool withDefaults = false)
    {
        string? duration = Text(Duration);
        string? resolution = Text(Resolution);
        string? shape = Text(AspectRatio);
        bool goesOn = model is { TaskField: { } task } && Field(request, task) is not null;
        return new AskedVideo(
            !goesOn && double.TryParse(duration, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and < 86_400 ? seconds : null,
            resolution is null ? null : LinesOf(resolution, model?.FindParameter(Resolution)),
            shape is null ? null : RatioOf(shape),
            bool.TryParse(Text(Audio), out bool sound) ? sound : null)
        {
            ResolutionText = resolution,
            AspectRatioText = shape,
        };

        string? Text(string parameter)
        {
            if (model is null)
            {
                return UsualFields(parameter).Select(name => Value(request, name)).FirstOrDefault(value => value is not null)?.ToString();
            }

            return model.FindParameter(parameter) is not { } known ? null
                : known.YieldsTo.Any(other => model.FindParameter(other) is { } media && Field(request, media) is not null) ? null
                : Field(request, known)?.ToString() ?? (withDefaults ? known.Default : null);
        }
    }

    /// <summary>Reads what a task's request asks for; nothing where it is not known.</summary>
    /// <param name="model">The model; of one that is not known the usual fields are read.</param>
    /// <param name="request">The request's fields as JSON.</param>
    public static AskedVideo Of(VideoModel? model, string? request)
    {
        AskedVideo nothing = new(null, null, null, null);
        if (request is null)
        {
            return nothing;
        }

        try
        {
            using JsonDocument body = JsonDocument.Parse(request);
            return body.RootElement.ValueKind == JsonValueKind.Object ? Of(model, body.RootElement) : nothing;
        }
        catch (JsonException)
        {
            return nothing;
        }
    }

    private static string[] UsualFields(string parameter) => parameter switch
    {
        Duration => ["duration", "seconds"],
        Resolution => ["resolution", "quality"],
        AspectRatio => ["aspect_ratio", "size"],
        _ => ["audio", "generate_audio"],
    };

    private static JsonElement? Field(JsonElement request, VideoModelParameter parameter) =>
        parameter.WireAliases.Prepend(parameter.WireName).Select(name => Value(request, name)).FirstOrDefault(value => value is not null);

    private static JsonElement? Value(JsonElement request, string field)
    {
        JsonElement value = request;
        foreach (string step in field.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(step, out value))
            {
                return null;
            }
        }

        return value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0) ? null : value;
    }

    /// <summary>1080p, 768P, 4k; and words of a model's own, as its catalogue file explains them.</summary>
    private static int? LinesOf(string text, VideoModelParameter? parameter)
    {
        string word = text.Trim().ToLowerInvariant();
        return parameter is not null && parameter.Lines.TryGetValue(word, out int lines) ? lines
            : word == "4k" ? 2160
            : word == "2k" ? 1440
            : word.EndsWith('p') && int.TryParse(word.AsSpan(0, word.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
                && count is >= 100 and <= 8640 ? count
            : null;
    }

    private static double? RatioOf(string text) => text.Trim().ToLowerInvariant() switch
    {
        "landscape" => 16.0 / 9,
        "portrait" => 9.0 / 16,
        var sides when sides.Split(':', 'x') is [var wide, var high]
            && int.TryParse(wide, NumberStyles.None, CultureInfo.InvariantCulture, out int width)
            && int.TryParse(high, NumberStyles.None, CultureInfo.InvariantCulture, out int height)
            && width > 0
            && height > 0 => (double)width / height,
        _ => null,
    };
}
