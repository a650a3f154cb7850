using System.Collections.Immutable;
using System.Text.Json;

namespace Apimart.Video.Models;

/// <summary>
/// An object of a catalogue file that tells what is missing, wrong or unknown in it. Read by hand: the serializer's start-up
/// costs many times what reading all files does.
/// </summary>
internal sealed class CatalogueObject
{
    private readonly JsonElement _element;
    private readonly string _place;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    internal CatalogueObject(JsonElement element, string place)
    {
        _element = element;
        _place = place;
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Fault("is not an object");
        }
    }

    internal string Text(string name) => OptionalText(name) ?? throw Missing(name);

    internal string? OptionalText(string name) => Find(name, JsonValueKind.String)?.GetString();

    internal double? Number(string name) => Find(name, JsonValueKind.Number)?.GetDouble();

    internal int? Integer(string name) => Find(name, JsonValueKind.Number)?.GetInt32();

    internal bool Flag(string name) => OptionalFlag(name) ?? false;

    internal bool? OptionalFlag(string name) =>
        Find(name, JsonValueKind.True, JsonValueKind.False) is { } flag ? flag.ValueKind == JsonValueKind.True : null;

    internal T Word<T>(string name)
        where T : struct, Enum =>
        Enum.TryParse(Text(name), out T value) ? value : throw Fault($"has the unknown {name} '{Text(name)}'");

    /// <summary>The enum member of that name, or the enum's first member where the file says nothing.</summary>
    internal T OptionalWord<T>(string name)
        where T : struct, Enum => OptionalText(name) is null ? default : Word<T>(name);

    internal ImmutableArray<string> Texts(string name) =>
        OptionalTexts(name) is { IsEmpty: false } texts ? texts : throw Missing(name);

    internal ImmutableArray<string> OptionalTexts(string name) => Each(name, JsonValueKind.String, (item, _) => item.GetString()!);

    internal ImmutableArray<int> OptionalIntegers(string name) => Each(name, JsonValueKind.Number, (item, _) => item.GetInt32());

    /// <summary>An object whose members are whole numbers.</summary>
    internal Dictionary<string, int> OptionalNumbers(string name)
    {
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        foreach (JsonProperty member in Find(name, JsonValueKind.Object)?.EnumerateObject() ?? default)
        {
            if (member.Value.ValueKind != JsonValueKind.Number || !member.Value.TryGetInt32(out int number) || !numbers.TryAdd(member.Name, number))
            {
                throw Fault($"has a wrong value in '{name}'");
            }
        }

        return numbers;
    }

    internal T Object<T>(string name, Func<CatalogueObject, T> read) =>
        ReadWhole(Find(name, JsonValueKind.Object) ?? throw Missing(name), $"{_place}/{name}", read);

    internal T? OptionalObject<T>(string name, Func<CatalogueObject, T> read)
        where T : class => Find(name, JsonValueKind.Object) is { } found ? ReadWhole(found, $"{_place}/{name}", read) : null;

    internal bool Has(string name) => Find(name, JsonValueKind.Array) is not null;

    internal ImmutableArray<T> Objects<T>(string name, Func<CatalogueObject, T> read) =>
        Each(name, JsonValueKind.Object, (item, index) => ReadWhole(item, $"{_place}/{name}/{index}", read));

    internal JsonException Missing(string name) => Fault($"has no '{name}'");

    internal JsonException Fault(string what) => new($"The catalogue file is wrong: {_place} {what}.");

    /// <summary>Reads an object and refuses members that nobody asked for, which are slips of the pen.</summary>
    internal static T ReadWhole<T>(JsonElement element, string place, Func<CatalogueObject, T> read)
    {
        CatalogueObject whole = new(element, place);
        T made = read(whole);
        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (!whole._known.Contains(member.Name))
            {
                throw whole.Fault($"has the unknown member '{member.Name}'");
            }
        }

        return made;
    }

    private ImmutableArray<T> Each<T>(string name, JsonValueKind kind, Func<JsonElement, int, T> read)
    {
        if (Find(name, JsonValueKind.Array) is not { } list)
        {
            return [];
        }

        var all = ImmutableArray.CreateBuilder<T>(list.GetArrayLength());
        foreach (JsonElement item in list.EnumerateArray())
        {
            all.Add(item.ValueKind == kind ? read(item, all.Count) : throw Fault($"has a wrong value in '{name}'"));
        }

        return all.MoveToImmutable();
    }

    private JsonElement? Find(string name, params JsonValueKind[] kinds)
    {
        _known.Add(name);
        if (!_element.TryGetProperty(name, out JsonElement value))
        {
            return null;
        }

        return kinds.Contains(value.ValueKind) ? value : throw Fault($"has a wrong value in '{name}'");
    }
}
