namespace Apimart.Video.Simulator.Tasks;

/// <summary>The states of a simulated task.</summary>
internal enum TaskState
{
    /// <summary>Waiting.</summary>
    Submitted,

    /// <summary>Being made.</summary>
    Processing,

    /// <summary>The video is there.</summary>
    Completed,

    /// <summary>Ended without a video.</summary>
    Failed,
}
