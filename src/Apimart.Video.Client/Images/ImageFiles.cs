namespace Apimart.Video.Images;

/// <summary>
/// The pictures of one run, each looked at once as long as its size and time of writing stay: a batch of many rows with the
/// same picture reads it once.
/// </summary>
internal sealed class ImageFiles
{
    private readonly Dictionary<(string Path, long Length, DateTime Written), ImageFile> _known = [];

    /// <exception cref="ImageException">The file is missing, unreadable, too large or no picture.</exception>
    internal ImageFile Open(string path)
    {
        FileInfo file = new(path);
        if (!file.Exists)
        {
            return ImageFile.Open(path);
        }

        var key = (file.FullName, file.Length, file.LastWriteTimeUtc);
        if (!_known.TryGetValue(key, out ImageFile? image))
        {
            _known[key] = image = ImageFile.Open(path);
        }

        return image;
    }
}
