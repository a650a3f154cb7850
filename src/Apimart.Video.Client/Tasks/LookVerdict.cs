namespace Apimart.Video.Tasks;

/// <summary>What a failed look means for the wait.</summary>
internal enum LookVerdict
{
    /// <summary>Nothing: it is looked at again.</summary>
    Passing,

    /// <summary>The server does not know the task.</summary>
    Lost,

    /// <summary>The key or the balance will not do, for any task.</summary>
    Refused,
}
