namespace Apimart.Video.Simulator.Http;

/// <summary>What becomes of the connection after an answer.</summary>
internal enum Ending
{
    /// <summary>It serves the next request.</summary>
    KeepAlive,

    /// <summary>It is closed in order.</summary>
    Close,

    /// <summary>It is reset: what the client has not read yet may be lost.</summary>
    Reset,

    /// <summary>Nothing more is sent until the client gives up.</summary>
    Hang,
}
