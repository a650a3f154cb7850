using System.Collections;
using System.Collections.Immutable;
using Apimart.Video.Text;

namespace Apimart.Video.Models;

/// <summary>A state of the given parameters that a rule between parameters speaks of, such as "Resolution is 1080p".</summary>
public sealed class ParameterCondition
{
    /// <summary>The names of the parameters of which one is enough; without more, being given is the condition.</summary>
    public required ImmutableArray<string> Parameters { get; init; }

    /// <summary>For lists of objects: the field whose values are meant.</summary>
    public string? Field { get; init; }

    /// <summary>The values that meet the condition; empty for any.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>The values that do not meet the condition, where all others do.</summary>
    public ImmutableArray<string> Not { get; init; } = [];

    /// <summary>The number of items that a list has to exceed.</summary>
    public int? MoreThan { get; init; }

    /// <summary>Returns the condition in words.</summary>
    public override string ToString()
    {
        string names = Sentence.Or(Parameters);
        string field = Field is null ? string.Empty : $" with {Field}";
        return this switch
        {
            { MoreThan: { } most } => $"{names} with more than {most} items",
            { Values.IsEmpty: false } => $"{names}{field} {Sentence.Or(Values)}",
            { Not.IsEmpty: false } => $"{names}{field} other than {Sentence.Or(Not)}",
            _ => names,
        };
    }

    /// <summary>Names the parameter and value that meet the condition, or returns null when none does.</summary>
    internal string? Match(IReadOnlyDictionary<string, object> given) =>
        Parameters
            .Select(name => given.TryGetValue(name, out object? value) ? Match(name, value) : null)
            .FirstOrDefault(match => match is not null);

    private string? Match(string name, object value)
    {
        if (MoreThan is { } most)
        {
            int count = value is ICollection items ? items.Count : 1;
            return count > most ? $"{name} with {count} items" : null;
        }

        if (Values.IsEmpty && Not.IsEmpty)
        {
            return name;
        }

        string? text = ParameterValue.Texts(value, Field).FirstOrDefault(Holds);
        return text is null ? null : Field is null ? $"{name} {text}" : $"{name} with {Field} {text}";
    }

    private bool Holds(string text) =>
        (Values.IsEmpty || Values.Contains(text, StringComparer.OrdinalIgnoreCase))
        && !Not.Contains(text, StringComparer.OrdinalIgnoreCase);
}
