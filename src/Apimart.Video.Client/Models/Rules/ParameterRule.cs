namespace Apimart.Video.Models;

/// <summary>What a parameter's value has to satisfy, and the document that says so.</summary>
public abstract class ParameterRule : CatalogueRule
{
    internal bool Refuses => Severity == Severity.Error;

    /// <summary>What the rule allows, as the end of the sentence "it takes …".</summary>
    public abstract string Allowed { get; }

    /// <summary>Whether the value, in its JSON type, satisfies the rule.</summary>
    /// <param name="value">
    /// A <see cref="string"/>, <see cref="long"/>, <see cref="double"/>, <see cref="bool"/>, a JSON object, or a list of
    /// strings or JSON objects.
    /// </param>
    internal abstract bool Allows(object value);

    /// <summary>The part of the value that breaks the rule, as it is named to the user.</summary>
    internal virtual string Describe(object value) => ParameterValue.Format(value);

    /// <summary>The value, the rule and its source, in one sentence.</summary>
    internal string Problem(string parameter, object value, string model) =>
        $"{parameter} {Describe(value)} is not possible with {model}: it takes {Allowed} ({Source}).";

    /// <summary>Returns what the rule allows.</summary>
    public override string ToString() => Allowed;
}
