namespace Apimart.Video.Models;

/// <summary>What happens when a rule is broken.</summary>
public enum Severity
{
    /// <summary>The request is refused before it is sent.</summary>
    Error,

    /// <summary>The request is sent, with a warning.</summary>
    Warning,
}
