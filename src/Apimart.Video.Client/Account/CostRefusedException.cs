namespace Apimart.Video.Account;

/// <summary>A request was not sent because of a limit of the spend; nothing was charged.</summary>
public sealed class CostRefusedException : Exception
{
    internal CostRefusedException(CostRefusal refusal, string message, string advice)
        : base(message)
    {
        Refusal = refusal;
        Advice = advice;
    }

    /// <summary>Why it was not sent.</summary>
    public CostRefusal Refusal { get; }

    /// <summary>What to do about it.</summary>
    public string Advice { get; }
}

/// <summary>Why a request was not sent although nothing is wrong with it.</summary>
public enum CostRefusal
{
    /// <summary>It would take the spend over the limit.</summary>
    MaxCostReached,

    /// <summary>What it costs is not known.</summary>
    PriceUnknown,
}
