using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Apimart.Video.Models;

/// <summary>A parameter, or one value of it, is possible only together with another parameter.</summary>
public sealed class RequiresRule : RequestRule
{
    /// <summary>The name of the parameter that needs another.</summary>
    public required string Parameter { get; init; }

    /// <summary>The values that need the other; empty for any value.</summary>
    [JsonInclude]
    public ImmutableArray<string> Values { get; internal set; } = [];

    /// <summary>The names of the parameters of which at least one has to be given.</summary>
    public required ImmutableArray<string> Needs { get; init; }

    internal override string? Problem(IReadOnlyDictionary<string, object> parameters)
    {
        if (!parameters.TryGetValue(Parameter, out object? value)
            || (!Values.IsEmpty && !Values.Contains(ParameterValue.Format(value), StringComparer.OrdinalIgnoreCase))
            || Needs.Any(parameters.ContainsKey))
        {
            return null;
        }

        string what = Values.IsEmpty ? Parameter : $"{Parameter} {ParameterValue.Format(value)}";
        return $"{what} needs {Sentence.Or(Needs)} as well";
    }
}
