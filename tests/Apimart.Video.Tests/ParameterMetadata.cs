namespace Apimart.Video.Tests;

/// <summary>A parameter, as a class declares it or as a page describes it.</summary>
internal sealed record ParameterMetadata
{
    public required string Name { get; init; }

    public required string Type { get; init; }

    public required IReadOnlyList<string> Aliases { get; init; }

    public required bool SupportsWildcards { get; init; }

    public required IReadOnlyList<ParameterSetMetadata> Sets { get; init; }

    /// <summary>A switch that PowerShell adds by itself.</summary>
    internal static ParameterMetadata Switch(string name, string alias) => new()
    {
        Name = name,
        Type = "System.Management.Automation.SwitchParameter",
        Aliases = [alias],
        SupportsWildcards = false,
        Sets = [new ParameterSetMetadata("(All)", "Named", Required: false, ByValue: false, ByPropertyName: false)],
    };

    /// <summary>All of it as one text, so that a difference shows in a test's message.</summary>
    public override string ToString() =>
        $"{Name}: {Type}, aliases [{string.Join(' ', Aliases.Order(StringComparer.Ordinal))}], wildcards {SupportsWildcards}, "
        + string.Join("; ", Sets.OrderBy(set => set.Name, StringComparer.Ordinal));
}
