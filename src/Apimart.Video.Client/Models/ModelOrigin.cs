namespace Apimart.Video.Models;

/// <summary>How a model came to be known.</summary>
public enum ModelOrigin
{
    /// <summary>From the catalogue that comes with the library; its rules are taken from documents by hand.</summary>
    Curated,

    /// <summary>From a file of the user's own.</summary>
    Registered,

    /// <summary>From the server's schema, which may be more general than the model: its limits only warn.</summary>
    Learned,
}
