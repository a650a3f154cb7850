using System.Collections.Concurrent;

namespace Apimart.Video.Simulator.Images;

/// <summary>The uploaded pictures. Each upload is a file of its own, also of the same content, as in reality.</summary>
internal sealed class ImageStore
{
    /// <summary>APIMart docs, uploads: the link lives 72 h.</summary>
    private static readonly TimeSpan s_lifetime = TimeSpan.FromHours(72);

    private readonly ConcurrentDictionary<string, StoredImage> _images = new(StringComparer.Ordinal);
    private readonly SimulatorClock _clock;
    private int _count;

    internal ImageStore(SimulatorClock clock) => _clock = clock;

    internal StoredImage Add(ReadOnlyMemory<byte> content, string contentType, string extension)
    {
        StoredImage image = new($"{Interlocked.Increment(ref _count):D6}{extension}", contentType, content, _clock.Now);
        _images[image.Id] = image;
        return image;
    }

    /// <summary>The picture, unless it is unknown or its link has ended.</summary>
    internal StoredImage? Find(string id) =>
        _images.TryGetValue(id, out StoredImage? image) && _clock.Now - image.UploadedAt < s_lifetime ? image : null;
}

/// <summary>An uploaded picture.</summary>
internal sealed record StoredImage(string Id, string ContentType, ReadOnlyMemory<byte> Content, DateTimeOffset UploadedAt);
