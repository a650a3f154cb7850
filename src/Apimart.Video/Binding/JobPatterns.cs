using System.Management.Automation;

namespace Apimart.Video.Binding;

/// <summary>Names of batches with wildcards, compared as the journal compares them; a name that looks like a wildcard also stands for itself.</summary>
internal static class JobPatterns
{
    /// <summary>Whether one of the names matches; null where none is given.</summary>
    internal static Func<string, bool>? Of(string[]? names)
    {
        if (names is null)
        {
            return null;
        }

        WildcardPattern[] patterns = [.. names.Select(name => new WildcardPattern(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant))];
        return name => names.Contains(name, StringComparer.OrdinalIgnoreCase) || patterns.Any(pattern => pattern.IsMatch(name));
    }
}
