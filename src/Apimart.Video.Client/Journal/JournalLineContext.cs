using System.Text.Json.Serialization;

namespace Apimart.Video.Journal;

/// <summary>Writes entries by code alone: the metadata for reading costs the first submit of a session a noticeable time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    GenerationMode = JsonSourceGenerationMode.Serialization,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(JournalEntry))]
internal sealed partial class JournalLineContext : JsonSerializerContext;
