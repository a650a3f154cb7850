using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Apimart.Video.Text;

/// <summary>
/// Reads JSON that is not quite JSON, and writes what can be read of it as JSON whose every text has gone through the gate:
/// NaN and Infinity become null, control characters inside texts and commas too many are let pass, and what is cut off is
/// closed without the value that was under way.
/// </summary>
internal ref struct LenientJson
{
    private const int Deepest = 48;
    private static readonly JsonWriterOptions s_writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly ReadOnlySpan<char> _text;
    private readonly ForeignText _gate;
    private int _at;
    private bool _cut;

    private LenientJson(ReadOnlySpan<char> text, ForeignText gate)
    {
        _text = text;
        _gate = gate;
    }

    /// <summary>An object or array, or null where the text is neither.</summary>
    /// <param name="text">The text.</param>
    /// <param name="gate">What every name and text in it goes through.</param>
    /// <param name="whole">Whether it came to its end.</param>
    internal static JsonElement? Read(string text, ForeignText gate, out bool whole)
    {
        LenientJson reader = new(text, gate);
        whole = false;
        if (reader.Peek() is not ('{' or '['))
        {
            return null;
        }

        ArrayBufferWriter<byte> buffer = new(text.Length + 64);
        using (Utf8JsonWriter writer = new(buffer, s_writing))
        {
            reader.ReadValue(writer, name: null, depth: 0);
        }

        whole = !reader._cut;
        Utf8JsonReader clean = new(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref clean);
    }

    private char? Peek()
    {
        while (_at < _text.Length && (char.IsWhiteSpace(_text[_at]) || _text[_at] is '\uFEFF' or < ' '))
        {
            _at++;
        }

        return _at < _text.Length ? _text[_at] : null;
    }

    private void ReadValue(Utf8JsonWriter writer, string? name, int depth)
    {
        switch (Peek())
        {
            case null:
                _cut = true;
                break;
            case '{' or '[' when depth == Deepest:
                SkipNested();
                Write(writer, name, "null");
                break;
            case '{':
                _at++;
                WriteName(writer, name);
                writer.WriteStartObject();
                ReadMembers(writer, depth + 1);
                writer.WriteEndObject();
                break;
            case '[':
                _at++;
                WriteName(writer, name);
                writer.WriteStartArray();
                ReadItems(writer, depth + 1);
                writer.WriteEndArray();
                break;
            case '"':
                if (ReadString() is { } text)
                {
                    WriteName(writer, name);
                    writer.WriteStringValue(_gate.Clean(text));
                }

                break;
            default:
                if (ReadBare() is { } word)
                {
                    Write(writer, name, word);
                }

                break;
        }
    }

    private void ReadMembers(Utf8JsonWriter writer, int depth)
    {
        while (true)
        {
            switch (Peek())
            {
                case null:
                    _cut = true;
                    return;
                case '}':
                    _at++;
                    return;
                case ']':
                    return;
                case '"':
                    if (ReadString() is { } name && PassColon())
                    {
                        ReadValue(writer, _gate.Clean(name), depth);
                    }

                    break;
                default:
                    _at++;
                    break;
            }
        }
    }

    private void ReadItems(Utf8JsonWriter writer, int depth)
    {
        while (true)
        {
            switch (Peek())
            {
                case null:
                    _cut = true;
                    return;
                case ']':
                    _at++;
                    return;
                case '}':
                    return;
                case ',' or ':':
                    _at++;
                    break;
                default:
                    ReadValue(writer, name: null, depth);
                    break;
            }
        }
    }

    private bool PassColon()
    {
        if (Peek() is ':')
        {
            _at++;
            return true;
        }

        _cut |= _at >= _text.Length;
        return false;
    }

    /// <summary>A text without its quotes, or null where its end is missing.</summary>
    private string? ReadString()
    {
        StringBuilder text = new();
        for (_at++; _at < _text.Length; _at++)
        {
            char c = _text[_at];
            if (c == '"')
            {
                _at++;
                return text.ToString();
            }

            text.Append(c == '\\' ? ReadEscape() : c);
        }

        _cut = true;
        return null;
    }

    private char ReadEscape()
    {
        if (++_at >= _text.Length)
        {
            return '\uFFFD';
        }

        switch (_text[_at])
        {
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'u' when _at + 4 < _text.Length
                && ushort.TryParse(_text.Slice(_at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code):
                _at += 4;
                return (char)code;
            default:
                return _text[_at];
        }
    }

    /// <summary>A number, a word of JSON, or null in place of any other; nothing where it may have been cut off.</summary>
    private string? ReadBare()
    {
        int start = _at;
        while (_at < _text.Length && _text[_at] is not (',' or ':' or '{' or '}' or '[' or ']' or '"') && !char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }

        ReadOnlySpan<char> word = _text[start.._at];
        if (_at == _text.Length)
        {
            _cut = true;
            return null;
        }

        if (word.IsEmpty)
        {
            _at += _text[_at] == ':' ? 1 : 0;
            return "null";
        }

        return word is "true" or "false" || IsNumber(word) ? word.ToString() : "null";
    }

    private static bool IsNumber(ReadOnlySpan<char> word)
    {
        Span<byte> ascii = stackalloc byte[64];
        if (word.Length > ascii.Length || !System.Text.Ascii.IsValid(word))
        {
            return false;
        }

        Encoding.ASCII.GetBytes(word, ascii);
        Utf8JsonReader reader = new(ascii[..word.Length]);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.Number && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void SkipNested()
    {
        int open = 0;
        do
        {
            switch (Peek())
            {
                case null:
                    _cut = true;
                    return;
                case '"':
                    ReadString();
                    continue;
                case '{' or '[':
                    open++;
                    break;
                case '}' or ']':
                    open--;
                    break;
                default:
                    break;
            }

            _at++;
        }
        while (open > 0);
    }

    private static void Write(Utf8JsonWriter writer, string? name, string word)
    {
        WriteName(writer, name);
        writer.WriteRawValue(word, skipInputValidation: true);
    }

    private static void WriteName(Utf8JsonWriter writer, string? name)
    {
        if (name is not null)
        {
            writer.WritePropertyName(name);
        }
    }
}
