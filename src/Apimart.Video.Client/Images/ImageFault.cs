namespace Apimart.Video.Images;

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
