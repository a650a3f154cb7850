namespace Apimart.Video.Account;

/// <summary>Why a request was not sent although nothing is wrong with it.</summary>
public enum CostRefusal
{
    /// <summary>It would take the spend over the limit.</summary>
    MaxCostReached,

    /// <summary>What it costs is not known.</summary>
    PriceUnknown,
}
