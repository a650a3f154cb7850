namespace Apimart.Video.Account;

/// <summary>What a price is for.</summary>
public enum PriceUnit
{
    /// <summary>The server names no unit, or one that is not known here.</summary>
    Unknown,

    /// <summary>A second of the video.</summary>
    Second,

    /// <summary>A video.</summary>
    Video,

    /// <summary>Tokens, whose number is known only when the video is made.</summary>
    Token,
}
