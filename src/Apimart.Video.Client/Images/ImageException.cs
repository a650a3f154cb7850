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

/// <summary>Why a picture on the disk cannot be used.</summary>
public enum ImageFault
{
    /// <summary>There is no such file.</summary>
    ImageNotFound,

    /// <summary>The file is no JPEG, PNG, GIF or WebP picture by its content.</summary>
    NotAnImage,

    /// <summary>The file is larger than the API takes.</summary>
    ImageTooLarge,

    /// <summary>The file cannot be read.</summary>
    ImageUnreadable,

    /// <summary>The file's content is another than when the request was made.</summary>
    ImageChanged,
}
