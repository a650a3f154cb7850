using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Apimart.Video.Journal;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(JournalEntry))]
internal sealed partial class JournalJsonContext : JsonSerializerContext
{
    /// <summary>Prompts stay readable in the file: only what JSON itself demands is escaped.</summary>
    internal static JournalJsonContext Readable => Relaxed.Context;

    /// <summary>A class of its own, since the generated half's <c>Default</c> must exist first.</summary>
    private static class Relaxed
    {
        internal static readonly JournalJsonContext Context = new(new JsonSerializerOptions(Default.GeneratedSerializerOptions!)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
    }
}
