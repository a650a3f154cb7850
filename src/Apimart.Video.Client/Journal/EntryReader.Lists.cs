using System.Text.Json;

namespace Apimart.Video.Journal;

/// <summary>The fields of an entry that hold several values.</summary>
internal ref partial struct EntryReader
{
    private void Videos()
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.StartArray)
        {
            return;
        }

        List<JournalLink> links = [];
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            links.Add(Link());
        }

        _videos = links;
    }

    private JournalLink Link()
    {
        string? url = null;
        DateTimeOffset? expires = null;
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            _reader.Skip();
            return new JournalLink(url, expires);
        }

        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Is("url"u8))
            {
                Text(ref url);
            }
            else if (Is("expires"u8))
            {
                Moment(ref expires);
            }

            _reader.Skip();
        }

        return new JournalLink(url, expires);
    }

    private void Row() => _row = Columns()?
        .Where(column => column.Value is not null)
        .ToDictionary(column => column.Key, column => column.Value!, StringComparer.Ordinal);

    private void Cells() => _cells = Columns();

    private Dictionary<string, string?>? Columns()
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        Dictionary<string, string?> columns = new(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = _reader.GetString()!;
            string? value = null;
            Text(ref value);
            columns[name] = value;
        }

        return columns;
    }
}
