using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using Apimart.Video.Images;
using Apimart.Video.Models;
using Apimart.Video.Models.Rows;
using Apimart.Video.Tasks;

namespace Apimart.Video.Binding;

/// <summary>Makes requests of what rows say: opens their pictures, finds the tasks they go on from, counts their takes.</summary>
internal sealed class RequestMaker
{
    private static readonly EarlierTaskTransformationAttribute s_task = new();
    private static readonly TakeTransformationAttribute s_take = new();

    private readonly PSCmdlet _cmdlet;
    private readonly ModelCatalogue _catalogue;
    private readonly ImageFiles _images;
    private readonly Func<ApimartTask, ApimartTask> _recall;

    /// <param name="cmdlet">Whose current folder relative paths count from.</param>
    /// <param name="catalogue">The models.</param>
    /// <param name="images">The pictures that were opened before.</param>
    /// <param name="recall">Completes a task from the journal.</param>
    internal RequestMaker(PSCmdlet cmdlet, ModelCatalogue catalogue, ImageFiles images, Func<ApimartTask, ApimartTask> recall)
    {
        _cmdlet = cmdlet;
        _catalogue = catalogue;
        _images = images;
        _recall = recall;
    }

    /// <summary>Fields for the body by their name on the wire.</summary>
    internal required Hashtable AdditionalParameter { get; init; }

    /// <summary>Whether what the catalogue refuses is sent all the same.</summary>
    internal bool SkipValidation { get; init; }

    /// <summary>The request of a row, and which videos of it are wanted.</summary>
    /// <exception cref="ImageException">A picture cannot be used.</exception>
    /// <exception cref="ArgumentTransformationMetadataException">The task to go on from is none.</exception>
    internal (VideoRequest Request, int[] Takes) Make(RowReading reading, bool isRow)
    {
        OpenImages(reading.Parameters);
        ApimartTask? task = reading.ContinueTask as ApimartTask ?? (ApimartTask?)s_task.Transform(null!, reading.ContinueTask);
        ImmutableArray<RequestProblem> problems = isRow ? reading.Problems : [];
        int[]? takes = TakesOf(reading.Take);
        VideoRequest request = new()
        {
            Model = reading.Model,
            Prompt = reading.Prompt,
            Parameters = reading.Parameters,
            RowProblems = takes is null ? problems.Add(InvalidTake(reading.Take)) : problems,
            AdditionalParameters = Additional(),
            ContinueTask = task is null ? null : _recall(task),
            SkipValidation = SkipValidation,
        };
        return (request, takes ?? []);
    }

    /// <summary>Opens the pictures that parameters name by path.</summary>
    /// <exception cref="ImageException">A picture cannot be used.</exception>
    internal void OpenImages(Dictionary<string, object?> parameters) => ImagePaths.Open(_cmdlet, parameters, _images, _catalogue);

    private Dictionary<string, object?> Additional()
    {
        Dictionary<string, object?> fields = [];
        foreach (DictionaryEntry field in AdditionalParameter)
        {
            fields.Add(field.Key.ToString()!, WireValue.From(field.Value));
        }

        return fields;
    }

    private static int[]? TakesOf(object? given)
    {
        try
        {
            int[] takes = (int[])s_take.Transform(null!, given);
            return Array.TrueForAll(takes, take => take is >= 1 and <= 9999) ? [.. takes.Distinct()] : null;
        }
        catch (ArgumentTransformationMetadataException)
        {
            return null;
        }
    }

    private static RequestProblem InvalidTake(object? given) => new(
        "InvalidTake",
        "Take",
        given,
        $"Take {ParameterValue.Show(given)} is not a whole number from 1 to 9999.",
        $"Give Take as a whole number{NumberText.Hint(given, whole: true)}.")
    {
        IsFinal = true,
    };
}
