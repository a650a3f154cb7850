using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Apimart.Video.Simulator.Http;

/// <summary>An answer, and how badly it is to be delivered.</summary>
internal sealed class HttpResponse
{
    private static readonly JsonWriterOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal HttpResponse(int status, IHttpBody? body = null, string? contentType = null)
    {
        Status = status;
        Body = body ?? BytesBody.Empty;
        if (contentType is not null)
        {
            Headers["Content-Type"] = contentType;
        }
    }

    internal int Status { get; set; }

    internal Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    internal IHttpBody Body { get; set; }

    internal Ending Ending { get; set; }

    /// <summary>Not even a status line is sent.</summary>
    internal bool IsSilent { get; init; }

    /// <summary>What Content-Length says, where it is not the body's length.</summary>
    internal long? DeclaredLength { get; set; }

    /// <summary>The number of body bytes after which the connection comes to its <see cref="Ending"/>.</summary>
    internal long? CutAfter { get; set; }

    internal long? BytesPerSecond { get; set; }

    internal static HttpResponse Nothing(Ending ending) => new(0) { IsSilent = true, Ending = ending };

    internal static HttpResponse Json(int status, JsonNode body)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, s_plain))
        {
            body.WriteTo(writer);
        }

        return new HttpResponse(status, new BytesBody(buffer.WrittenMemory), "application/json; charset=utf-8");
    }

    internal static HttpResponse Text(int status, string text, string contentType) =>
        new(status, new BytesBody(Encoding.UTF8.GetBytes(text)), contentType);

    internal static HttpResponse Page(int status, string title) =>
        Text(status, $"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n", "text/html");
}
