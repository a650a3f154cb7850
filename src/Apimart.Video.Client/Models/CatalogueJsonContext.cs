using System.Text.Json;
using System.Text.Json.Serialization;

namespace Apimart.Video.Models;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip)]
[JsonSerializable(typeof(ModelFamily))]
internal sealed partial class CatalogueJsonContext : JsonSerializerContext;
