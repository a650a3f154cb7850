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
