using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Apimart.Video.Containers;
using Apimart.Video.Models;
using Apimart.Video.Tasks;
using Apimart.Video.Text;

namespace Apimart.Video.Downloads;

/// <summary>A template of file names, such as <c>{JobName}-{n:000}-{Prompt:40}</c>.</summary>
internal sealed class NameTemplate
{
    private const string DefaultExtension = ".mp4";
    private const int ShortIdLength = 6;
    private const string DefaultDate = "yyyy-MM-dd";

    private readonly ImmutableArray<NamePart> _parts;
    private readonly ModelCatalogue _catalogue;
    private readonly TimeProvider _time;

    /// <exception cref="SaveException">The template is malformed or names a folder.</exception>
    internal NameTemplate(string template, ModelCatalogue catalogue, TimeProvider time)
    {
        _catalogue = catalogue;
        _time = time;
        string? given = VideoFormats.Extensions.FirstOrDefault(end => template.EndsWith(end, StringComparison.OrdinalIgnoreCase));
        _parts = NameParts.Parse(template[..^(given ?? string.Empty).Length]);
        Extension = given ?? DefaultExtension;
        HasNumber = _parts.Any(part => part.IsToken && Is(part.Text, "n"));
    }

    internal string Extension { get; }

    /// <summary>Whether names depend on the order in which tasks arrive.</summary>
    internal bool HasNumber { get; }

    /// <summary>The name without its extension: clean, but neither cut nor unique.</summary>
    /// <exception cref="SaveException">A token is neither known nor a parameter of the request.</exception>
    internal string Expand(ApimartTask task, int index, int number)
    {
        StringBuilder stem = new();
        foreach (NamePart part in _parts)
        {
            stem.Append(part.IsToken ? SafeName.Clean(Value(part, task, index, number)) : part.Text);
        }

        return stem.ToString();
    }

    private static bool Is(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    private string Value(NamePart part, ApimartTask task, int index, int number) => part.Text.ToUpperInvariant() switch
    {
        "TASKID" => Text(task.TaskId, part),
        "SHORTID" => Text(ShortIdOf(task.TaskId), part),
        "MODEL" => Text(task.Model, part),
        "JOBNAME" => Text(task.JobName, part),
        "PROMPT" => Text(task.Prompt, part),
        "N" => Formatted(number, part, "0"),
        "ROW" => task.RowNumber is { } row ? Formatted(row, part, "0") : string.Empty,
        "TAKE" when !(task.OwnColumns?.ContainsKey(part.Text) ?? false) => task.Take is { } take ? Formatted(take, part, "0") : string.Empty,
        "INDEX" => Formatted(index + 1, part, "0"),
        "DATE" => Formatted(DateOf(task), part, DefaultDate),
        _ when task.OwnColumns?.TryGetValue(part.Text, out string? own) ?? false => Text(own, part),
        _ => Text(Parameter(task, part.Text), part),
    };

    /// <summary>The end of an id, where ids differ: enough to tell tasks apart, short enough to be read.</summary>
    private static string ShortIdOf(string id)
    {
        string last = id[(id.LastIndexOfAny(['_', '-']) + 1)..];
        return last.Length <= ShortIdLength ? last : last[^ShortIdLength..];
    }

    private DateTimeOffset DateOf(ApimartTask task) =>
        TimeZoneInfo.ConvertTime(task.CreatedAt ?? task.CompletedAt ?? _time.GetUtcNow(), _time.LocalTimeZone);

    private static string Text(string? value, NamePart part)
    {
        string text = SafeName.Clean(value ?? string.Empty);
        if (part.Format is null)
        {
            return text;
        }

        return int.TryParse(part.Format, NumberStyles.None, CultureInfo.InvariantCulture, out int length) && length > 0
            ? SafeName.Cut(text, length)
            : throw NameParts.Wrong($"'{{{part.Text}:{part.Format}}}' in -FileName: after the colon stands the longest length, a number.");
    }

    private static string Formatted(IFormattable value, NamePart part, string standard)
    {
        try
        {
            return value.ToString(part.Format ?? standard, CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            throw NameParts.Wrong($"'{{{part.Text}:{part.Format}}}' in -FileName: '{part.Format}' is no format for it.");
        }
    }

    /// <summary>A parameter by its unified name, an alias or its name on the wire; null where the request does not hold it.</summary>
    private string? Parameter(ApimartTask task, string name)
    {
        JsonElement? request = ReadRequest(task.Request);
        VideoModelParameter? parameter =
            task.Model is not null && _catalogue.TryFind(task.Model, out VideoModel? model)
                ? model.FindParameter(name)
                : null;
        string? value = Find(request, parameter?.WireName ?? name) ?? Find(request, _catalogue.UsualWireName(name));
        if (value is not null)
        {
            return value;
        }

        return parameter is not null || IsKnownToAnyModel(name)
            ? null
            : throw NameParts.Wrong($"'{{{name}}}' in -FileName is no known name.", task.OwnColumns?.Keys ?? []);
    }

    private bool IsKnownToAnyModel(string name) =>
        _catalogue.Models.Any(model => model.Accepts(name));

    private static JsonElement? ReadRequest(string? request)
    {
        if (request is null)
        {
            return null;
        }

        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(request));
        return JsonElement.ParseValue(ref reader);
    }

    private static string? Find(JsonElement? request, string wireName)
    {
        if (request is not { ValueKind: JsonValueKind.Object } map)
        {
            return null;
        }

        foreach (JsonProperty field in map.EnumerateObject().Where(field => Is(field.Name, wireName)))
        {
            return field.Value.AsText() ?? field.Value.GetRawText();
        }

        return null;
    }
}
