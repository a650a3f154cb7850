namespace Apimart.Video.Account;

/// <summary>By what usage is split up.</summary>
[Flags]
public enum UsageGrouping
{
    /// <summary>One figure for all.</summary>
    None = 0,

    /// <summary>One figure a model.</summary>
    Model = 1,

    /// <summary>One figure a day.</summary>
    Date = 2,
}
