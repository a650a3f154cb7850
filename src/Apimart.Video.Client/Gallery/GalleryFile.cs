using System.Text;
using Apimart.Video.Files;
using Apimart.Video.Models;

namespace Apimart.Video.Gallery;

/// <summary>A gallery: one HTML file beside the videos that it shows.</summary>
internal static class GalleryFile
{
    /// <summary>The name of a gallery where only its folder is given.</summary>
    public const string DefaultName = "index.html";

    private const int HeadLength = 8192;

    /// <summary>The deepest folder that holds all files of the sources that are there, or null where there is none.</summary>
    public static string? FolderOf(IEnumerable<GallerySource> sources) =>
        GalleryFolder.Common(sources.SelectMany(source => source.Files).Where(File.Exists));

    /// <summary>Whether there is a file at the path that is no gallery, so that it must not be replaced unasked.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be read.</exception>
    public static bool IsForeign(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using FileStream file = Disk.OpenShared(path);
        byte[] head = new byte[HeadLength];
        int length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return length > 0 && !Encoding.UTF8.GetString(head, 0, length).Contains(GalleryPage.Mark, StringComparison.Ordinal);
    }

    /// <summary>Writes a gallery. What was at the path before is there until the new file is whole.</summary>
    /// <param name="path">The file's full path; its folder is made where it does not exist.</param>
    /// <param name="sources">What it shows, in order.</param>
    /// <param name="title">What stands over it.</param>
    /// <param name="catalogue">The models, for the names of parameters.</param>
    /// <param name="time">Where time comes from.</param>
    /// <returns>How many videos and rows without one it shows.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written.</exception>
    public static int Write(string path, IEnumerable<GallerySource> sources, string title, ModelCatalogue catalogue, TimeProvider? time = null)
    {
        string folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        GalleryData data = new GalleryContents(new GalleryFolder(folder), catalogue)
            .Read(sources, title, (time ?? TimeProvider.System).GetUtcNow());
        string unfinished = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (FileStream file = new(unfinished, FileMode.CreateNew, FileAccess.Write))
            {
                GalleryPage.Write(file, data);
                file.Flush(flushToDisk: true);
            }

            Disk.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }

        return data.Clips.Count;
    }
}
