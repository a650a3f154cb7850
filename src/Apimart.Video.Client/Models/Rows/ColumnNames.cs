using System.Collections.Frozen;
using System.Collections.Immutable;
using Apimart.Video.Text;

namespace Apimart.Video.Models.Rows;

/// <summary>Finds what a column is: a parameter under any of its names, a near miss of one, or the user's own.</summary>
internal sealed class ColumnNames
{
    /// <summary>The parameters that are not a model's own but come with rows.</summary>
    internal static readonly FrozenSet<string> Common = new[] { "Prompt", "Model", "JobName", "ContinueTask", "Take", "After" }.ToFrozenSet(StringComparer.Ordinal);

    // What other programs and people call it. Such a column is not guessed to be the parameter, but a batch is not paid for without asking.
    private static readonly (string Parameter, string Words)[] s_otherWords =
    [
        ("Duration", "Seconds Secs Sec Dur Length VideoLength Runtime"),
        ("AspectRatio", "Aspect Ratio Dimensions"),
        ("Resolution", "Res Definition"),
        ("ImageUrl", "Image Images Img Picture Pictures Photo Photos Url Urls Link Links ImageLink InputImage InputReference ReferenceImage"),
        ("ImagePath", "ImageFile Path FilePath FullName"),
        ("FirstFrameUrl", "FirstFrame StartFrame StartImage FirstImage"),
        ("LastFrameUrl", "LastFrame EndFrame EndImage LastImage"),
        ("NegativePrompt", "Negative Neg NegPrompt"),
        ("Audio", "Sound"),
        ("Prompt", "Text Description Caption"),
        ("Model", "ModelName ModelId"),
        ("JobName", "Job Batch"),
    ];

    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _typos = new(StringComparer.Ordinal);
    private readonly Dictionary<VideoModel, Dictionary<string, string>> _byModel = [];
    private readonly FrozenSet<string> _line;

    /// <param name="catalogue">The models.</param>
    /// <param name="lineOnly">The parameters that count for a whole line and cannot come with a row.</param>
    internal ColumnNames(ModelCatalogue catalogue, IEnumerable<string> lineOnly)
    {
        foreach (string name in Common)
        {
            _known.Add(Normalize(name), name);
        }

        foreach (VideoModel model in catalogue.Models.OrderBy(model => model.Origin))
        {
            AddNames(model, _known);
        }

        foreach ((string parameter, string words) in s_otherWords)
        {
            foreach (string word in words.Split(' '))
            {
                _words.Add(Normalize(word), parameter);
            }
        }

        _line = lineOnly.Select(Normalize).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>A name without case, blanks, <c>_</c> and <c>-</c>, which do not tell columns apart.</summary>
    internal static string Normalize(string name) =>
        string.Concat(name.Where(c => c is not ('_' or '-') && !char.IsWhiteSpace(c) && c != '\uFEFF')).ToUpperInvariant();

    /// <summary>The parameter of that name, of the model or failing that of any other; null where no model has it.</summary>
    internal string? Find(string key, VideoModel? model) =>
        (model is not null ? Of(model).GetValueOrDefault(key) : null) ?? _known.GetValueOrDefault(key);

    /// <summary>Whether the name is a parameter that counts for the whole line.</summary>
    internal bool IsOfLine(string key) => _line.Contains(key);

    /// <summary>The parameter whose name was probably meant but misspelt; null where the name is near none.</summary>
    internal string? Misspelt(string key)
    {
        if (!_typos.TryGetValue(key, out string? nearest))
        {
            nearest = _known
                .Select(known => (known.Value, Edits: Similarity.Slips(key, known.Key), Allowed: AllowedSlips(Math.Min(known.Key.Length, key.Length))))
                .Where(candidate => candidate.Edits <= candidate.Allowed)
                .OrderBy(candidate => candidate.Edits)
                .Select(candidate => candidate.Value)
                .FirstOrDefault();
            _typos.Add(key, nearest);
        }

        return nearest;
    }

    /// <summary>
    /// The parameter that a column may well be meant for, by another word for it or as a part of the name. Beside a column of the
    /// parameter's own name it is the user's own: <c>Prompt_DE</c> beside <c>Prompt</c>.
    /// </summary>
    internal string? Meant(string key) =>
        _words.GetValueOrDefault(key)
        ?? _known
            .Where(known => known.Key.Length >= 6 && key.Contains(known.Key, StringComparison.Ordinal))
            .OrderByDescending(known => known.Key.Length)
            .Select(known => known.Value)
            .FirstOrDefault()
        ?? (key.StartsWith("MODEL", StringComparison.Ordinal) ? "Model" : null);

    private static int AllowedSlips(int length) => length switch
    {
        < 4 => 0,
        < 6 => 1,
        < 13 => 2,
        _ => 3,
    };

    private Dictionary<string, string> Of(VideoModel model)
    {
        if (!_byModel.TryGetValue(model, out Dictionary<string, string>? names))
        {
            names = new(StringComparer.Ordinal);
            foreach (string name in Common)
            {
                names.Add(Normalize(name), name);
            }

            AddNames(model, names);
            _byModel.Add(model, names);
        }

        return names;
    }

    // A unified name stands before an alias, and both before a wire name, wherever two parameters could be meant.
    private static void AddNames(VideoModel model, Dictionary<string, string> names)
    {
        VideoModelParameter[] all = [.. model.Parameters, .. model.Remix?.Parameters ?? []];
        Add(parameter => [parameter.Name]);
        Add(parameter => parameter.Aliases);
        Add(parameter => [parameter.WireName]);
        Add(parameter => parameter.WireAliases);
        foreach (string path in all.Select(parameter => parameter.PathName).OfType<string>())
        {
            names.TryAdd(Normalize(path), path);
        }

        void Add(Func<VideoModelParameter, ImmutableArray<string>> spellings)
        {
            foreach (VideoModelParameter parameter in all)
            {
                foreach (string spelling in spellings(parameter))
                {
                    names.TryAdd(Normalize(spelling), parameter.Name);
                }
            }
        }
    }
}
