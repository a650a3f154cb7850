using Apimart.Video.Text;

namespace Apimart.Video.Models;

/// <summary>A rule of the catalogue: where it comes from and what happens when it is broken.</summary>
public abstract class CatalogueRule
{
    /// <summary>Whether a broken rule refuses the request or only warns.</summary>
    public Severity Severity { get; internal set; }

    /// <summary>The word by which the API reports the same fault, where it is documented.</summary>
    public string? ApiCode { get; internal set; }

    /// <summary>The document and place the rule comes from.</summary>
    public string Source { get; internal set; } = string.Empty;

    /// <summary>How sure the source is.</summary>
    public Standing Standing { get; internal set; }
}

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

/// <summary>A rule between the parameters of one request.</summary>
public abstract class RequestRule : CatalogueRule
{
    /// <summary>What the user can do about a broken rule, as a sentence without its full stop.</summary>
    public abstract string Advice { get; }

    /// <summary>The names of all parameters the rule speaks of.</summary>
    internal abstract IEnumerable<string> Named { get; }

    /// <summary>The conditions the rule is made of.</summary>
    internal virtual IEnumerable<ParameterCondition> Conditions => [];

    /// <summary>The stable name of the fault.</summary>
    internal string ErrorId => WireNames.ToErrorId(ApiCode ?? Code);

    private protected virtual string Code => "combination";

    /// <summary>Says what is wrong with the parameters, or null when nothing is.</summary>
    /// <param name="parameters">The given parameters by their name, in their JSON types.</param>
    internal abstract string? Problem(IReadOnlyDictionary<string, object> parameters);

    /// <summary>Returns how to keep the rule.</summary>
    public override string ToString() => Advice;
}
