using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Apimart.Video.Gallery;

/// <summary>What the page reads; <c>data.js</c> beside the page's other files says what the names mean.</summary>
internal sealed class GalleryData
{
    public string Title { get; set; } = string.Empty;

    public string Made { get; set; } = string.Empty;

    public IReadOnlyList<string> Statuses { get; set; } = [];

    public IReadOnlyList<string> Jobs { get; set; } = [];

    public IReadOnlyList<string> Models { get; set; } = [];

    public IReadOnlyList<string> Prompts { get; set; } = [];

    public IReadOnlyList<string> Reasons { get; set; } = [];

    public IReadOnlyList<string> Columns { get; set; } = [];

    public IReadOnlyList<JsonObject> Parameters { get; set; } = [];

    public IReadOnlyList<GalleryEntry> Clips { get; set; } = [];

    /// <summary>The data as JSON that can stand in an HTML page: it has no sign that means something in markup.</summary>
    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, s_context.GalleryData);

    private static readonly GalleryJsonContext s_context = new(new JsonSerializerOptions(GalleryJsonContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    });
}

/// <summary>A video of the page's data, or a row without one.</summary>
internal sealed record GalleryEntry
{
    [JsonPropertyName("i")]
    public required string Id { get; init; }

    [JsonPropertyName("v")]
    public int Part { get; init; }

    [JsonPropertyName("j")]
    public int? Job { get; init; }

    [JsonPropertyName("m")]
    public int? Model { get; init; }

    [JsonPropertyName("p")]
    public int? Prompt { get; init; }

    [JsonPropertyName("q")]
    public int? Parameters { get; init; }

    [JsonPropertyName("s")]
    public int Status { get; init; }

    [JsonPropertyName("f")]
    public string? File { get; init; }

    /// <summary>Why a file that is recorded cannot be played from the page.</summary>
    [JsonPropertyName("x")]
    public string? Absence { get; init; }

    [JsonPropertyName("r")]
    public int? Row { get; init; }

    [JsonPropertyName("n")]
    public int? Number { get; init; }

    [JsonPropertyName("k")]
    public int? Take { get; init; }

    [JsonPropertyName("c")]
    public decimal? Cost { get; init; }

    [JsonPropertyName("e")]
    public int? Reason { get; init; }

    [JsonPropertyName("a")]
    public long? Submitted { get; init; }

    [JsonPropertyName("w")]
    public double? Worked { get; init; }

    [JsonPropertyName("d")]
    public double? Seconds { get; init; }

    [JsonPropertyName("u")]
    public IReadOnlyList<string?>? Columns { get; init; }
}

/// <summary>How the page's data is written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(GalleryData))]
internal sealed partial class GalleryJsonContext : JsonSerializerContext;
