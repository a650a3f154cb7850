namespace Apimart.Video.Models;

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
