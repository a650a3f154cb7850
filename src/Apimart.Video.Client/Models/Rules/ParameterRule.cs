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

    /// <summary>Whether a parameter of that type can have the rule at all.</summary>
    internal abstract bool Fits(ParameterType type);

    /// <summary>The part of the value that breaks the rule, as it is named to the user.</summary>
    internal virtual string Describe(object value) => ParameterValue.Format(value);

    /// <summary>The value, the rule and its source, in one sentence.</summary>
    internal virtual string Problem(string parameter, object value, string model) => Problem(parameter, Describe(value), model);

    /// <summary>The same of a value that is in words already.</summary>
    internal string Problem(string parameter, string described, string model) => Refuses
        ? $"{parameter} {described} is not possible with {model}: it takes {Allowed} ({Source})."
        : $"{parameter} {described} may not do with {model}, which is known to take {Allowed} ({Source}).";

    /// <summary>The same of a value that is sent all the same.</summary>
    internal string Doubt(string parameter, object value, string model) =>
        $"{parameter} {Describe(value)} may not do with {model}, which is known to take {Allowed} ({Source}).";

    /// <summary>Returns what the rule allows.</summary>
    public override string ToString() => Allowed;
}
