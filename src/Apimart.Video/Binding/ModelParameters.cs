using System.Collections;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using Apimart.Video.Completion;
using Apimart.Video.Models;

namespace Apimart.Video.Binding;

/// <summary>Makes the dynamic parameters of New-ApimartVideo from the catalogue.</summary>
internal sealed class ModelParameters
{
    private readonly RuntimeDefinedParameterDictionary _parameters = new();
    private readonly HashSet<string> _words = new(StringComparer.OrdinalIgnoreCase);

    private ModelParameters()
    {
    }

    /// <summary>The form in which PowerShell takes them.</summary>
    internal RuntimeDefinedParameterDictionary Definitions => _parameters;

    /// <summary>One model's own parameters, with its rules as validation and completion.</summary>
    /// <param name="model">The model.</param>
    /// <param name="validate">Whether a value that the model does not take is refused.</param>
    /// <param name="continues">Whether the video goes on from another: completion offers what only such a request takes.</param>
    /// <param name="rows">
    /// Whether rows come from the pipeline. A cell may be blank, which ValidateSet refuses, or of a wrong type, which PowerShell
    /// drops without a word: then the parameter takes anything and the request's own check speaks.
    /// </param>
    internal static ModelParameters Of(VideoModel model, bool validate, bool rows, bool continues)
    {
        ModelParameters made = new();
        foreach (VideoModelParameter parameter in model.Parameters)
        {
            made.Add(parameter, rows, validate && !rows ? Rules(parameter) : []);
        }

        foreach (VideoModelParameter parameter in RemixAlone(model))
        {
            made.Add(parameter, rows, validate && !rows ? Rules(parameter) : [], offered: continues);
        }

        return made;
    }

    /// <summary>The parameters of several models; each row is checked against its own model when it comes.</summary>
    internal static ModelParameters OfAll(IEnumerable<VideoModel> models, bool rows)
    {
        ModelParameters made = new();
        foreach (VideoModelParameter parameter in models
            .OrderBy(model => model.Origin)
            .SelectMany(model => model.Parameters.Concat(RemixAlone(model))))
        {
            if (!made._parameters.ContainsKey(parameter.Name))
            {
                made.Add(parameter, rows, []);
            }
        }

        return made;
    }

    /// <summary>What was given, by the parameters' names: on the line or by a default.</summary>
    internal IEnumerable<RuntimeDefinedParameter> Given() => _parameters.Values.Where(parameter => parameter.IsSet);

    private static IEnumerable<VideoModelParameter> RemixAlone(VideoModel model) =>
        model.Remix?.Parameters.Where(parameter => !model.Accepts(parameter.Name)) ?? [];

    /// <summary>A word that is in use already would take the whole command away, so it is left out; the field can still be sent.</summary>
    private void Add(VideoModelParameter parameter, bool rows, IEnumerable<Attribute> rules, bool offered = true)
    {
        if (ReservedWords.Takes(parameter.Name) || !_words.Add(parameter.Name))
        {
            return;
        }

        if (ImagePaths.PathFor(parameter, rows) is { } path && !ReservedWords.Takes(path.Name) && _words.Add(path.Name))
        {
            _parameters.Add(path.Name, path);
        }

        string[] aliases = parameter.Aliases.Where(alias => !ReservedWords.Takes(alias) && _words.Add(alias)).ToArray();
        Collection<Attribute> attributes =
        [
            new ParameterAttribute { HelpMessage = parameter.Description, DontShow = !offered },
            new BlankIsNotGivenAttribute(parameter.Type, rows),
        ];
        if (aliases.Length > 0)
        {
            attributes.Add(new AliasAttribute(aliases));
        }

        foreach (Attribute rule in rules)
        {
            attributes.Add(rule);
        }

        bool isRange = parameter is { Minimum: not null, Maximum: not null };
        if ((!parameter.SuggestedValues.IsEmpty || isRange) && !attributes.OfType<ValidateSetAttribute>().Any())
        {
            attributes.Add(new ArgumentCompleterAttribute(typeof(CatalogueValueCompleter)));
        }

        // A blank has to pass, as an empty list, wherever a rule refuses null; so has what a model's own type cannot hold.
        bool list = parameter.Type is ParameterType.StringArray or ParameterType.SingleString;
        bool free = rows || (!list && parameter.Type != ParameterType.Object);
        Type type = free ? typeof(object) : ClrType(parameter.Type);
        _parameters.Add(parameter.Name, new RuntimeDefinedParameter(parameter.Name, type, attributes));
    }

    private static IEnumerable<Attribute> Rules(VideoModelParameter parameter)
    {
        if (!parameter.Values.IsEmpty)
        {
            yield return new ValidateSetAttribute([.. parameter.Values]);
        }
        else if (parameter is { Minimum: { } low, Maximum: { } high } && !HasException(parameter))
        {
            yield return parameter.Type == ParameterType.Integer
                ? new ValidateRangeAttribute((long)low, (long)high)
                : new ValidateRangeAttribute(low, high);
        }
    }

    private static bool HasException(VideoModelParameter parameter) =>
        parameter.Rules.OfType<RangeRule>().Any(rule => rule.Except is not null);

    private static Type ClrType(ParameterType type) => type switch
    {
        ParameterType.Integer => typeof(long?),
        ParameterType.Number => typeof(double?),
        ParameterType.Boolean => typeof(bool?),
        ParameterType.StringArray or ParameterType.SingleString => typeof(string[]),
        ParameterType.Object => typeof(Hashtable),
        ParameterType.ObjectArray => typeof(Hashtable[]),
        _ => typeof(string),
    };
}
