namespace Apimart.Video.Gallery;

/// <summary>Texts that many clips share, each written once; clips name them by their place.</summary>
internal sealed class GalleryList<T>
    where T : class
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<T> _items = [];

    internal IReadOnlyList<T> Items => _items;

    /// <summary>The place of an item, or null for none.</summary>
    /// <param name="key">What makes the item the same as another; null or empty for none.</param>
    /// <param name="make">Makes the item the first time.</param>
    internal int? Add(string? key, Func<string, T> make)
    {
        if (string.IsNullOrEmpty(key))
        {
            return null;
        }

        if (!_places.TryGetValue(key, out int place))
        {
            place = _items.Count;
            _places.Add(key, place);
            _items.Add(make(key));
        }

        return place;
    }
}
