namespace Apimart.Video;

/// <summary>No API key is known.</summary>
public sealed class MissingKeyException : Exception
{
    /// <summary>Creates the exception.</summary>
    public MissingKeyException()
        : base("No API key is known.")
    {
    }
}
