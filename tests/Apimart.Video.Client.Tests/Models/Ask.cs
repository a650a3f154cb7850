using System.Globalization;
using System.Text.Json.Nodes;
using Apimart.Video.Models;

namespace Apimart.Video.Client.Tests.Models;

/// <summary>
/// Asks the catalogue for a request written as text: <c>Duration=5; ImageUrl=*2</c>. A value is <c>@</c> for a link,
/// <c>*n</c> for n links, <c>#n</c> for n characters, <c>role:a,b</c> for pictures with roles, JSON, or itself.
/// </summary>
internal static class Ask
{
    internal const string Link = "https://example.com/1.png";

    /// <summary>What each model demands besides a prompt.</summary>
    private static readonly Dictionary<string, string> s_demanded = new()
    {
        ["kling-v2-6-motion-control"] = "ImageUrl=@; VideoUrl=@; CharacterOrientation=video; Resolution=std",
        ["kling-v3-motion-control"] = "ImageUrl=@; VideoUrl=@; CharacterOrientation=video; Resolution=std",
        ["MiniMax-Hailuo-2.3-Fast"] = "FirstFrameUrl=@",
        ["MiniMax-H3-Regeneration"] = "SourceTaskId=task_1; Prompt=",
        ["wan2.6-i2v-flash"] = "ImageUrl=@",
        ["wan2.7-r2v"] = "ImageWithRole=role:first_frame",
        ["wan2.7-videoedit"] = "VideoUrl=@",
        ["viduq3"] = "ImageUrl=@",
        ["viduq3-mix"] = "ImageUrl=@",
        ["viduq4-preview"] = "ImageWithRole=role:reference_image",
    };

    internal static string Demanded(string model) => s_demanded.GetValueOrDefault(model, string.Empty);

    internal static PreparedRequest Prepare(string model, string parameters, bool skipValidation = false)
    {
        Dictionary<string, object?> given = Parse(parameters);
        bool hasPrompt = given.Remove("Prompt", out object? prompt);
        return ModelCatalogue.Default.Prepare(new VideoRequest
        {
            Model = model,
            Prompt = hasPrompt ? $"{prompt}" : "a red fox",
            Parameters = given,
            SkipValidation = skipValidation,
        });
    }

    internal static IReadOnlyList<RequestProblem> Refusal(string model, string parameters) =>
        Assert.Throws<RequestRefusedException>(() => Prepare(model, parameters)).Problems;

    internal static JsonObject Body(PreparedRequest request) => JsonNode.Parse(request.Body.Span)!.AsObject();

    internal static JsonNode? Field(PreparedRequest request, string wireName) =>
        wireName.Split('.').Aggregate<string, JsonNode?>(Body(request), (node, step) => node?[step]);

    internal static object? Value(string text) => text switch
    {
        "" => null,
        "@" => Link,
        ['*', .. var count] => Enumerable.Range(1, Number(count)).Select(n => $"https://example.com/{n}.png").ToArray(),
        ['#', .. var count] => new string('x', Number(count)),
        ['r', 'o', 'l', 'e', ':', .. var roles] => roles.Split(',').Select(Picture).ToArray(),
        _ => text,
    };

    private static Dictionary<string, object?> Parse(string parameters) =>
        parameters.Split("; ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(pair => pair.Split('=', 2))
            .GroupBy(pair => pair[0])
            .ToDictionary(group => group.Key, group => Value(group.Last()[1]));

    private static Dictionary<string, object?> Picture(string role) => new() { ["url"] = Link, ["role"] = role };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
