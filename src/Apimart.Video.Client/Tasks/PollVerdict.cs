namespace Apimart.Video.Tasks;

/// <summary>What a failed poll means for the wait.</summary>
internal enum PollVerdict
{
    /// <summary>Nothing: it is polled again.</summary>
    Passing,

    /// <summary>The server does not know the task.</summary>
    Lost,

    /// <summary>The key or the balance will not do, for any task.</summary>
    Refused,
}
