using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using Apimart.Video.Text;

namespace Apimart.Video.Models;

/// <summary>A parameter, or one value of it, is possible only together with another.</summary>
public sealed class RequiresRule : RequestRule
{
    /// <summary>What needs another parameter.</summary>
    public required ParameterCondition When { get; init; }

    /// <summary>What it needs.</summary>
    public required ParameterCondition Needs { get; init; }

    /// <inheritdoc/>
    public override string Advice => $"Give {Needs} as well, or change or leave out {Sentence.Or(When.Parameters)}";

    internal override IEnumerable<string> Named => When.Parameters.Concat(Needs.Parameters);

    internal override IEnumerable<ParameterCondition> Conditions => [When, Needs];

    internal override string? Problem(IReadOnlyDictionary<string, object> parameters) =>
        When.Match(parameters) is { } what && Needs.Match(parameters) is null ? $"{what} needs {Needs} as well" : null;
}

/// <summary>At least one of some parameters is given: a prompt or a picture.</summary>
public sealed class NeedsOneRule : RequestRule
{
    /// <summary>The names of the parameters of which one is enough.</summary>
    public required ImmutableArray<string> Parameters { get; init; }

    /// <inheritdoc/>
    public override string Advice => $"Give {Sentence.Or(Parameters)}";

    private protected override string Code => "missing_parameter";

    internal override IEnumerable<string> Named => Parameters;

    internal override string? Problem(IReadOnlyDictionary<string, object> parameters) =>
        Parameters.Any(parameters.ContainsKey) ? null : $"{Sentence.Or(Parameters)} is missing";
}

/// <summary>Two things that are possible alone are not possible in one request: 10 seconds and 1080p.</summary>
public sealed class NotTogetherRule : RequestRule
{
    /// <summary>The one thing.</summary>
    public required ParameterCondition When { get; init; }

    /// <summary>What it excludes.</summary>
    public required ParameterCondition With { get; init; }

    /// <inheritdoc/>
    public override string Advice => $"Change or leave out {Sentence.Or(When.Parameters.Concat(With.Parameters))}";

    internal override IEnumerable<string> Named => When.Parameters.Concat(With.Parameters);

    internal override IEnumerable<ParameterCondition> Conditions => [When, With];

    internal override string? Problem(IReadOnlyDictionary<string, object> parameters) =>
        When.Match(parameters) is { } one && With.Match(parameters) is { } other
            ? $"{one} and {other} are not possible together"
            : null;
}

/// <summary>A parameter, or one value of it, is taken but changes nothing beside another.</summary>
public sealed class NoEffectRule : RequestRule
{
    /// <summary>What has no effect.</summary>
    public required ParameterCondition When { get; init; }

    /// <summary>Beside what.</summary>
    public required ParameterCondition With { get; init; }

    /// <inheritdoc/>
    public override string Advice => $"Leave {Sentence.Or(When.Parameters)} out";

    private protected override string Code => "no_effect";

    internal override IEnumerable<string> Named => When.Parameters.Concat(With.Parameters);

    internal override IEnumerable<ParameterCondition> Conditions => [When, With];

    internal override string? Problem(IReadOnlyDictionary<string, object> parameters) =>
        When.Match(parameters) is { } what && With.Match(parameters) is { } other ? $"{what} has no effect with {other}" : null;
}

/// <summary>At most one of some parameters is given.</summary>
public sealed class ExclusiveRule : RequestRule
{
    /// <summary>The names of the parameters that exclude each other.</summary>
    public required ImmutableArray<string> Parameters { get; init; }

    /// <inheritdoc/>
    public override string Advice => $"Give only one of {Sentence.And(Parameters)}";

    internal override IEnumerable<string> Named => Parameters;

    internal override string? Problem(IReadOnlyDictionary<string, object> parameters)
    {
        List<string> given = Parameters.Where(parameters.ContainsKey).ToList();
        return given.Count > 1 ? $"{Sentence.And(given)} exclude each other" : null;
    }
}

/// <summary>A field of the objects in a list adds up to another parameter.</summary>
public sealed class SumRule : RequestRule
{
    /// <summary>The name of the parameter that is a list of objects.</summary>
    public required string Parameter { get; init; }

    /// <summary>The field that is added up.</summary>
    public required string Field { get; init; }

    /// <summary>The name of the parameter that the sum has to equal.</summary>
    public required string Total { get; init; }

    /// <inheritdoc/>
    public override string Advice => $"Make the {Field} of all {Parameter} add up to {Total}";

    internal override IEnumerable<string> Named => [Parameter, Total];

    internal override string? Problem(IReadOnlyDictionary<string, object> parameters)
    {
        if (!parameters.TryGetValue(Parameter, out object? list) || !parameters.TryGetValue(Total, out object? total))
        {
            return null;
        }

        double sum = ParameterValue.Texts(list, Field)
            .Sum(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : 0);
        return sum == Convert.ToDouble(total, CultureInfo.InvariantCulture)
            ? null
            : $"the {Field} of {Parameter} adds up to {ParameterValue.Format(sum)}, not to {Total} {ParameterValue.Format(total)}";
    }
}

/// <summary>Some lists have together no more than a number of items.</summary>
public sealed class TotalRule : RequestRule
{
    /// <summary>The names of the lists.</summary>
    public required ImmutableArray<string> Parameters { get; init; }

    /// <summary>The largest number of items.</summary>
    public required int Maximum { get; init; }

    /// <inheritdoc/>
    public override string Advice => $"Give {Sentence.And(Parameters)} at most {Maximum} items together";

    internal override IEnumerable<string> Named => Parameters;

    internal override string? Problem(IReadOnlyDictionary<string, object> parameters)
    {
        int count = Parameters.Sum(name => parameters.TryGetValue(name, out object? list) ? ((ICollection)list).Count : 0);
        return count > Maximum ? $"{Sentence.And(Parameters)} with {count} items together are not possible" : null;
    }
}
