using System.Text.Json;
using Apimart.Video.Models;

namespace Apimart.Video.Simulator.Checks;

/// <summary>A submit that the API takes.</summary>
internal sealed record CheckedSubmit(VideoModel Model, string Prompt, JsonElement Body)
{
    /// <summary>Width over height of the video that was asked for; landscape where nothing can be told.</summary>
    internal double Ratio => Text("AspectRatio") is { } text && ParseRatio(text) is { } ratio ? ratio : 16.0 / 9;

    /// <summary>The value, or the documented default, of a parameter by its name for users.</summary>
    internal string? Text(string parameter) => Model.FindParameter(parameter) is { } known
        ? known.WireAliases.Prepend(known.WireName).Select(Field).FirstOrDefault(field => field is not null)?.ToString() ?? known.Default
        : null;

    internal double? Number(string parameter) =>
        double.TryParse(Text(parameter), System.Globalization.CultureInfo.InvariantCulture, out double number) ? number : null;

    private JsonElement? Field(string name) => Body.TryGetProperty(name, out JsonElement value) ? value : null;

    private static double? ParseRatio(string text) => text switch
    {
        "landscape" => 16.0 / 9,
        "portrait" => 9.0 / 16,
        _ when text.Split(':', 'x') is [var wide, var high]
            && int.TryParse(wide, out int width)
            && int.TryParse(high, out int height)
            && width > 0
            && height > 0 => (double)width / height,
        _ => null,
    };
}
