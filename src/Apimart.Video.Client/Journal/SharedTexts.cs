namespace Apimart.Video.Journal;

/// <summary>Texts that many rows have in common, such as their job: each is written, and kept in memory, once.</summary>
internal sealed class SharedTexts
{
    private const int None = 0;
    private const int New = 1;
    private const int First = 2;

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];

    internal void Write(BinaryWriter writer, string? text)
    {
        if (text is null)
        {
            writer.Write7BitEncodedInt(None);
        }
        else if (_places.TryGetValue(text, out int place))
        {
            writer.Write7BitEncodedInt(First + place);
        }
        else
        {
            _places.Add(text, _places.Count);
            writer.Write7BitEncodedInt(New);
            writer.Write(text);
        }
    }

    internal string? Read(BinaryReader reader)
    {
        int place = reader.Read7BitEncodedInt();
        if (place == New)
        {
            _texts.Add(reader.ReadString());
            return _texts[^1];
        }

        return place == None ? null : _texts[place - First];
    }
}
