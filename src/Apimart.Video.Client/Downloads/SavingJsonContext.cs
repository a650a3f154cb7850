using System.Text.Json.Serialization;

namespace Apimart.Video.Downloads;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(PartNote))]
internal sealed partial class SavingJsonContext : JsonSerializerContext;
