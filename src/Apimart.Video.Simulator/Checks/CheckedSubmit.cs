using System.Text.Json;
using Apimart.Video.Models;
using Apimart.Video.Simulator.Videos;

namespace Apimart.Video.Simulator.Checks;

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
