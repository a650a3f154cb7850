using System.Collections.Immutable;
using System.Globalization;

namespace Apimart.Video.Models.Learned;

/// <summary>Finds what a server's schema says otherwise than the catalogue. What the schema leaves open is no difference.</summary>
internal static class ModelComparer
{
    internal static IEnumerable<ModelDifference> Compare(VideoModel own, VideoModel told)
    {
        foreach (VideoModelParameter field in told.Parameters)
        {
            VideoModelParameter? known = own.Parameters.FirstOrDefault(parameter => parameter.WireName == field.WireName);
            if (known is null)
            {
                yield return new ModelDifference(own.Name, ModelChange.NewParameter, field.WireName, null, field.Description);
                continue;
            }

            foreach (ModelDifference difference in Compare(own.Name, known, field))
            {
                yield return difference;
            }
        }

        foreach (VideoModelParameter known in own.Parameters)
        {
            if (!told.Parameters.Any(field => field.WireName == known.WireName))
            {
                yield return new ModelDifference(own.Name, ModelChange.NoParameter, known.Name, known.WireName, null);
            }
        }
    }

    private static IEnumerable<ModelDifference> Compare(string model, VideoModelParameter known, VideoModelParameter told)
    {
        ImmutableArray<string> values = told.SuggestedValues;
        if (!values.IsEmpty && !values.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(known.SuggestedValues))
        {
            yield return new ModelDifference(model, ModelChange.Values, known.Name, Text(known.SuggestedValues), Text(values));
        }

        string? range = Range(told);
        if (range is not null && known.SuggestedValues.IsEmpty && range != Range(known))
        {
            yield return new ModelDifference(model, ModelChange.Range, known.Name, Range(known), range);
        }

        if (told.Default is { } value && !value.Equals(known.Default, StringComparison.OrdinalIgnoreCase))
        {
            yield return new ModelDifference(model, ModelChange.Default, known.Name, known.Default, value);
        }

        if (told.Required != known.Required)
        {
            yield return new ModelDifference(model, ModelChange.Required, known.Name, $"{known.Required}", $"{told.Required}");
        }
    }

    private static string? Text(ImmutableArray<string> values) => values.IsEmpty ? null : string.Join(", ", values);

    private static string? Range(VideoModelParameter parameter) =>
        parameter.Rules.OfType<RangeRule>().FirstOrDefault() is { } rule
            ? string.Create(CultureInfo.InvariantCulture, $"{rule.Minimum}..{rule.Maximum}")
            : null;
}
