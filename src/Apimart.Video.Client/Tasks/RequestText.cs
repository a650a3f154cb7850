using System.Text.Json;
using System.Text.Json.Nodes;
using Apimart.Video.Text;

namespace Apimart.Video.Tasks;

/// <summary>A request's parameters. Bringing a body's fields in order takes longer than all else of a listing, and few look at it.</summary>
internal sealed class RequestText : IEquatable<RequestText>
{
    private string? _body;
    private string? _text;

    private RequestText()
    {
    }

    /// <summary>The parameters with their fields in ordinal order; null where the body was no JSON.</summary>
    internal string? Text
    {
        get
        {
            if (_body is { } body)
            {
                _text = Canonical(body);
                _body = null;
            }

            return _text;
        }
    }

    public bool Equals(RequestText? other) => other is not null && Text == other.Text;

    public override bool Equals(object? obj) => Equals(obj as RequestText);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text ?? string.Empty);

    internal static RequestText Of(string text) => new() { _text = text };

    internal static RequestText OfBody(string body) => new() { _body = body };

    private static string? Canonical(string body)
    {
        try
        {
            return JsonNode.Parse(body) is { } node ? JsonValues.ToCanonical(node) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
