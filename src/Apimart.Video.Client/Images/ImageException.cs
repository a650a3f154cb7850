namespace Apimart.Video.Images;

/// <summary>A picture on the disk cannot be used; nothing was sent.</summary>
public sealed class ImageException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">What is wrong.</param>
    /// <param name="path">The file.</param>
    /// <param name="message">What is wrong, for a person.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public ImageException(ImageFault fault, string path, string message, Exception? inner = null)
        : base(message, inner)
    {
        Fault = fault;
        Path = path;
    }

    /// <summary>What is wrong.</summary>
    public ImageFault Fault { get; }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What to do about it.</summary>
    public string Advice { get; init; } = string.Empty;
}
