using System.Collections;
using System.Management.Automation;
using Apimart.Video.Images;

namespace Apimart.Video.Binding;

/// <summary>Takes PowerShell's wrappers off a value that goes over the wire.</summary>
internal static class WireValue
{
    private const int DeepestJson = 32;

    /// <exception cref="GetValueException">A property cannot be read.</exception>
    internal static object? From(object? value) => From(value, depth: 0);

    private static object? From(object? value, int depth) => value switch
    {
        _ when depth > DeepestJson => new Unending(),
        PSObject { BaseObject: PSCustomObject } custom =>
            custom.Properties.ToDictionary(property => property.Name, property => From(property.Value, depth + 1)),
        PSObject wrapped => From(wrapped.BaseObject, depth),
        SwitchParameter flag => flag.IsPresent,
        UploadedImage picture => picture.Url,
        IDictionary map => Fields(map, depth),
        string => value,
        IEnumerable items => items.Cast<object?>().Select(item => From(item, depth + 1)).ToList(),
        _ => value,
    };

    private static Dictionary<string, object?> Fields(IDictionary map, int depth)
    {
        Dictionary<string, object?> fields = [];
        foreach (DictionaryEntry entry in Entries(map))
        {
            fields[entry.Key.ToString()!] = From(entry.Value, depth + 1);
        }

        return fields;
    }

    /// <summary>The entries of any dictionary; a generic one enumerates pairs of its own type elsewhere.</summary>
    internal static IEnumerable<DictionaryEntry> Entries(IDictionary map)
    {
        IDictionaryEnumerator entries = map.GetEnumerator();
        while (entries.MoveNext())
        {
            yield return entries.Entry;
        }
    }

    /// <summary>Stands for what is nested without end, such as an object that holds itself: it has no form in JSON.</summary>
    private sealed class Unending
    {
        public override string ToString() => "…";
    }
}
