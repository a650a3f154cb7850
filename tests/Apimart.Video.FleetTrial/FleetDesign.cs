namespace Apimart.Video.FleetTrial;

/// <summary>How machines agree on who sends a row. Only the first is the product's; the others are here to be convicted.</summary>
public enum FleetDesign
{
    /// <summary>A claim is committed before the row is sent, and never goes back to free.</summary>
    Intent,

    /// <summary>A claim is a lease that runs out, after which the row may be sent again.</summary>
    Lease,

    /// <summary>A lock of the database's session is held while the row is sent.</summary>
    Lock,
}
