namespace Apimart.Video.Containers;

/// <summary>Walks the structure of a file from its first byte to its last.</summary>
internal static class Container
{
    /// <summary>Reads the structure; media data is passed over, so that a file of any size takes a few small reads.</summary>
    /// <exception cref="IOException">The file could not be read.</exception>
    internal static ContainerReport Inspect(Stream file)
    {
        Span<byte> start = stackalloc byte[4];
        file.Position = 0;
        int read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return start[..read].SequenceEqual(EbmlElement.Magic) ? EbmlStructure.Inspect(file) : Mp4Structure.Inspect(file);
    }
}
