namespace Apimart.Video.Simulator;

/// <summary>What a request is for.</summary>
public enum SimulatorRoute
{
    /// <summary>Every request; for faults only.</summary>
    Any,

    /// <summary><c>POST /v1/videos/generations</c> and <c>POST /v1/videos/{id}/remix</c>.</summary>
    Submit,

    /// <summary><c>GET /v1/tasks/{id}</c>.</summary>
    Look,

    /// <summary>A finished video, or an uploaded picture, at the file host.</summary>
    Download,

    /// <summary><c>POST /v1/uploads/images</c>.</summary>
    Upload,

    /// <summary>Everything else.</summary>
    Other,
}
