using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Apimart.Video.Models;

/// <summary>A rule between the parameters of one request.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "rule")]
[JsonDerivedType(typeof(ExclusiveRule), "exclusive")]
[JsonDerivedType(typeof(RequiresRule), "requires")]
[JsonDerivedType(typeof(NotTogetherRule), "notTogether")]
[JsonDerivedType(typeof(NeedsOneRule), "needsOne")]
[JsonDerivedType(typeof(TotalRule), "total")]
[JsonDerivedType(typeof(SumRule), "sum")]
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public abstract class RequestRule
{
    /// <summary>Whether a broken rule refuses the request or only warns.</summary>
    public Severity Severity { get; init; }

    /// <summary>The word by which the API reports the same fault, where it is documented.</summary>
    public string? ApiCode { get; init; }

    /// <summary>The document and place the rule comes from.</summary>
    public required string Source { get; init; }

    /// <summary>How sure the source is.</summary>
    public Standing Standing { get; init; }

    /// <summary>What the user can do about a broken rule, as a sentence without its full stop.</summary>
    public abstract string Advice { get; }

    /// <summary>The stable name of the fault.</summary>
    [JsonIgnore]
    internal string ErrorId => WireNames.ToErrorId(ApiCode ?? Code);

    private protected virtual string Code => "combination";

    /// <summary>Says what is wrong with the parameters, or null when nothing is.</summary>
    /// <param name="parameters">The given parameters by their name, in their JSON types.</param>
    internal abstract string? Problem(IReadOnlyDictionary<string, object> parameters);
}
