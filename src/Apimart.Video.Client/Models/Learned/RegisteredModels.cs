using System.Collections.Immutable;

namespace Apimart.Video.Models.Learned;

/// <summary>The models a user registered; they last as long as this object. Safe to use from several threads at once.</summary>
internal sealed class RegisteredModels
{
    private readonly object _lock = new();
    private ImmutableArray<VideoModel> _models = [];

    /// <summary>The registered models; those registered later come first.</summary>
    public ImmutableArray<VideoModel> Models
    {
        get
        {
            lock (_lock)
            {
                return _models;
            }
        }
    }

    /// <summary>The names in <paramref name="models"/> that the catalogue has already, which registering them would put aside.</summary>
    public static ImmutableArray<string> Curated(IEnumerable<VideoModel> models) =>
    [
        .. models
            .SelectMany(model => model.Aliases.Append(model.Name))
            .Where(name => ModelCatalogue.Default.TryFind(name, out _)),
    ];

    /// <summary>Adds models, in place of registered ones of the same name.</summary>
    public void Add(IEnumerable<VideoModel> models)
    {
        lock (_lock)
        {
            ImmutableArray<VideoModel> added = [.. models];
            _models = [.. added, .. _models.Where(old => !added.Any(model => model.IsNamed(old.Name)))];
        }
    }
}
