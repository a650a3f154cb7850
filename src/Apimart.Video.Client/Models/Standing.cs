namespace Apimart.Video.Models;

/// <summary>How sure a fact about the API is.</summary>
public enum Standing
{
    /// <summary>Stated in the user's own documents; these outrank every other source.</summary>
    Seed,

    /// <summary>Stated in the API's documentation.</summary>
    Documented,

    /// <summary>Taken from the vendor's own client.</summary>
    VendorClient,

    /// <summary>Seen in other programs that use the API; no promise by the vendor.</summary>
    Integrator,

    /// <summary>Contradictory or unproven.</summary>
    Uncertain,
}
