namespace Apimart.Video.Api;

/// <summary>What a request asks for, where the same answer means different things.</summary>
internal enum ApiCall
{
    /// <summary>The state of a task.</summary>
    Look,

    /// <summary>A video; costs money.</summary>
    Submit,

    /// <summary>Room for a picture.</summary>
    Upload,

    /// <summary>Something of the account, the models or the prices.</summary>
    Read,
}
