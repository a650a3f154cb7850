using System.Collections.Immutable;

namespace Apimart.Video.Models.Learned;

/// <summary>The catalogue with what was registered and learned laid over it. Safe to use from several threads at once.</summary>
internal sealed class ModelLibrary
{
    private readonly object _lock = new();
    private readonly RegisteredModels _registered;
    private ImmutableArray<VideoModel> _usedRegistered = [];
    private ImmutableArray<VideoModel> _usedLearned = [];
    private ModelCatalogue _current = ModelCatalogue.Default;

    /// <summary>Creates a library; nothing is read yet.</summary>
    public ModelLibrary(LearnedFile learned, RegisteredModels registered)
    {
        Learned = learned;
        _registered = registered;
    }

    /// <summary>Where learned models are kept.</summary>
    public LearnedFile Learned { get; }

    /// <summary>
    /// All models as they are known now. A registered model comes before a curated one of its name, a learned one is used only
    /// where nothing else is known: what a server tells never loosens a curated rule.
    /// </summary>
    public ModelCatalogue Current
    {
        get
        {
            ImmutableArray<VideoModel> registered = _registered.Models;
            ImmutableArray<VideoModel> learned = Learned.Models;
            lock (_lock)
            {
                if (registered != _usedRegistered || learned != _usedLearned)
                {
                    _current = registered.IsEmpty && learned.IsEmpty
                        ? ModelCatalogue.Default
                        : ModelCatalogue.Layer(registered, ModelCatalogue.Default.Models, learned);
                    (_usedRegistered, _usedLearned) = (registered, learned);
                }

                return _current;
            }
        }
    }
}
