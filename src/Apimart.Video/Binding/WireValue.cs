using System.Collections;
using System.Management.Automation;
using Apimart.Video.Images;

namespace Apimart.Video;

/// <summary>Takes PowerShell's wrappers off a value that goes over the wire.</summary>
internal static class WireValue
{
    internal static object? From(object? value) => value switch
    {
        PSObject { BaseObject: PSCustomObject } custom =>
            custom.Properties.ToDictionary(property => property.Name, property => From(property.Value)),
        PSObject wrapped => From(wrapped.BaseObject),
        SwitchParameter flag => flag.IsPresent,
        UploadedImage picture => picture.Url,
        IDictionary map => Entries(map).ToDictionary(entry => entry.Key.ToString()!, entry => From(entry.Value)),
        string => value,
        IEnumerable items => items.Cast<object?>().Select(From).ToList(),
        _ => value,
    };

    /// <summary>The entries of any dictionary; a generic one enumerates pairs of its own type elsewhere.</summary>
    internal static IEnumerable<DictionaryEntry> Entries(IDictionary map)
    {
        IDictionaryEnumerator entries = map.GetEnumerator();
        while (entries.MoveNext())
        {
            yield return entries.Entry;
        }
    }
}
