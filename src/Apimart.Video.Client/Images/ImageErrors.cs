namespace Apimart.Video.Images;

/// <summary>The faults of pictures, each made by a method named after it.</summary>
internal static class ImageErrors
{
    internal static ImageException NotFound(string path) =>
        new(ImageFault.ImageNotFound, path, $"There is no file '{path}'.")
        {
            Advice = "Check the path; a relative one counts from PowerShell's current folder.",
        };

    internal static ImageException NotAnImage(string path) =>
        new(ImageFault.NotAnImage, path, $"The file '{path}' is no JPEG, PNG, GIF or WebP picture by its content.")
        {
            Advice = "Convert it to PNG or JPEG; another name alone does not change what it is.",
        };

    internal static ImageException TooLarge(string path, long length) =>
        new(
            ImageFault.ImageTooLarge,
            path,
            $"The file '{path}' has {length} bytes; an upload takes at most {ImageFile.LargestUpload} (20 MB).")
        {
            Advice = "Make the picture smaller, for example as JPEG.",
        };

    internal static ImageException Unreadable(string path, Exception cause) =>
        new(ImageFault.ImageUnreadable, path, $"The file '{path}' cannot be read: {cause.Message}", cause)
        {
            Advice = "Grant access to it, or close the program that holds it.",
        };

    internal static ImageException Changed(string path) =>
        new(ImageFault.ImageChanged, path, $"The file '{path}' was changed while its request was waiting.")
        {
            Advice = "Run the line again; the picture as it is now makes another request.",
        };
}
