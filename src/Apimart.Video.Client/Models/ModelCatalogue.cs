using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Apimart.Video.Text;

namespace Apimart.Video.Models;

/// <summary>The known video models and their rules, read from one JSON file a family.</summary>
public sealed class ModelCatalogue
{
    private const string ResourceFolder = "Families/";
    private const int Suggestions = 3;

    private static readonly Lazy<ModelCatalogue> s_default = new(ReadEmbedded);

    private readonly Dictionary<string, VideoModel> _byName = new(StringComparer.OrdinalIgnoreCase);

    private readonly Lazy<Dictionary<string, string>> _usualWireNames;
    private readonly Lazy<Dictionary<string, string>> _picturePaths;

    private ModelCatalogue(IEnumerable<VideoModel> models)
    {
        _usualWireNames = new(FindUsualWireNames);
        _picturePaths = new(FindPicturePaths);
        Models = models.OrderBy(model => model.Name, StringComparer.OrdinalIgnoreCase).ToImmutableArray();
        foreach (VideoModel model in Models)
        {
            _byName.Add(model.Name, model);
        }

        foreach (VideoModel model in Models)
        {
            foreach (string alias in model.Aliases)
            {
                _byName.TryAdd(alias, model);
            }
        }
    }

    /// <summary>The catalogue that comes with the library; read once, at its first use.</summary>
    public static ModelCatalogue Default => s_default.Value;

    /// <summary>One catalogue of several layers: a name or alias means the model of the first layer that has it.</summary>
    internal static ModelCatalogue Layer(params IEnumerable<VideoModel>[] layers)
    {
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
        List<VideoModel> models = [];
        foreach (VideoModel model in layers.SelectMany(layer => layer))
        {
            if (taken.Add(model.Name))
            {
                taken.UnionWith(model.Aliases);
                models.Add(model);
            }
        }

        return new ModelCatalogue(models);
    }

    /// <summary>The field that a parameter has with most models: the best guess for a model that is not in the catalogue.</summary>
    internal string UsualWireName(string name) => _usualWireNames.Value.GetValueOrDefault(name) ?? WireNames.ToSnakeCase(name);

    /// <summary>The parameters that take pictures from the disk, and the parameters for the links of the same pictures.</summary>
    internal IReadOnlyDictionary<string, string> PicturePaths => _picturePaths.Value;

    /// <summary>All models, by name.</summary>
    public ImmutableArray<VideoModel> Models { get; }

    /// <summary>Finds a model by its name or an alias; case is ignored, and the wire always gets the API's spelling.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out VideoModel? model) =>
        _byName.TryGetValue(name.Trim(), out model);

    /// <summary>The names most like an unknown one, nearest first.</summary>
    public ImmutableArray<string> Nearest(string name) =>
        Models
            .Select(model => (model.Name, Distance: Similarity.Distance(name, model.Name)))
            .OrderBy(candidate => candidate.Distance)
            .Take(Suggestions)
            .Select(candidate => candidate.Name)
            .ToImmutableArray();

    /// <summary>Checks a request against its model and brings it into the form that is sent.</summary>
    /// <param name="request">The request.</param>
    /// <param name="server">The API's address where it is known: one on this network may be given links to this network.</param>
    /// <exception cref="RequestRefusedException">The model is unknown or a rule is broken, and validation is not skipped.</exception>
    /// <exception cref="ArgumentException">A value has no form in JSON.</exception>
    public PreparedRequest Prepare(VideoRequest request, Uri? server = null) => new RequestPreparer(request, this, server).Prepare();

    /// <summary>What is wrong with the request's single parameters, whatever its prompt and its other parameters are.</summary>
    public ImmutableArray<RequestProblem> CheckValues(VideoRequest request, Uri? server = null) => new RequestPreparer(request, this, server).CheckValues();

    private Dictionary<string, string> FindUsualWireNames() => Models
        .SelectMany(model => model.Parameters)
        .GroupBy(parameter => parameter.Name, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(
            same => same.Key,
            same => same
                .GroupBy(parameter => parameter.WireName)
                .OrderByDescending(wire => wire.Count())
                .ThenBy(wire => wire.Key, StringComparer.Ordinal)
                .First().Key,
            StringComparer.OrdinalIgnoreCase);

    private Dictionary<string, string> FindPicturePaths() => Models
        .SelectMany(model => model.Parameters)
        .Where(parameter => parameter.PathName is not null)
        .DistinctBy(parameter => parameter.PathName, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(parameter => parameter.PathName!, parameter => parameter.Name, StringComparer.OrdinalIgnoreCase);

    private static ModelCatalogue ReadEmbedded()
    {
        System.Reflection.Assembly assembly = typeof(ModelCatalogue).Assembly;
        return new ModelCatalogue(assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourceFolder, StringComparison.Ordinal))
            .SelectMany(name =>
            {
                using Stream stream = assembly.GetManifestResourceStream(name)!;
                return FamilyReader.Read(stream, name).ToModels();
            }));
    }
}
