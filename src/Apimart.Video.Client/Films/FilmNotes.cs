using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Apimart.Video.Films;

/// <summary>What a film says of itself: a chapter for each clip, and which prompts, models and tasks it was made of.</summary>
internal static class FilmNotes
{
    private const int LongestTitle = 200;

    /// <summary>The notes in ffmpeg's own form.</summary>
    /// <param name="title">The film's name.</param>
    /// <param name="clips">The clips with where each begins and ends, in seconds.</param>
    internal static string Write(string title, IReadOnlyList<(FilmClip Clip, double Start, double End)> clips)
    {
        StringBuilder notes = new(";FFMETADATA1\n");
        Field(notes, "title", OneLine(title));
        Field(notes, "description", string.Join('\n', clips.Select((at, index) => Line(at.Clip, index + 1))));
        Field(notes, "comment", new JsonArray([.. clips.Select(at => Describe(at.Clip, at.Start, at.End))]).ToJsonString());
        foreach ((FilmClip clip, double start, double end) in clips)
        {
            notes.Append(CultureInfo.InvariantCulture, $"[CHAPTER]\nTIMEBASE=1/1000\nSTART={Math.Round(start * 1000)}\nEND={Math.Round(end * 1000)}\n");
            Field(notes, "title", OneLine(clip.Name));
        }

        return notes.ToString();
    }

    private static string Line(FilmClip clip, int number)
    {
        string made = clip.Task is null ? string.Empty : $" ({string.Join(", ", new[] { clip.Task.Model, clip.Task.TaskId }.Where(text => !string.IsNullOrEmpty(text)))})";
        string prompt = clip.Task?.Prompt is { } text && text != clip.Name ? $": {text}" : string.Empty;
        return OneLine(string.Create(CultureInfo.InvariantCulture, $"{number}. {clip.Name}{prompt}{made}"), int.MaxValue);
    }

    private static JsonObject Describe(FilmClip clip, double start, double end) => new()
    {
        ["shot"] = clip.Name,
        ["start"] = Math.Round(start, 3),
        ["end"] = Math.Round(end, 3),
        ["file"] = Path.GetFileName(clip.Path),
        ["task"] = clip.Task?.TaskId,
        ["job"] = clip.Task?.JobName,
        ["row"] = clip.Task?.RowNumber,
        ["take"] = clip.Task?.Take,
        ["model"] = clip.Task?.Model,
        ["prompt"] = clip.Task?.Prompt,
    };

    private static string OneLine(string text, int longest = LongestTitle)
    {
        string line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= longest ? line : string.Concat(line.AsSpan(0, longest - 1), "…");
    }

    private static void Field(StringBuilder notes, string name, string value)
    {
        notes.Append(name).Append('=');
        foreach (char one in value.Where(one => one is '\n' || !char.IsControl(one)))
        {
            if (one is '=' or ';' or '#' or '\\' or '\n')
            {
                notes.Append('\\');
            }

            notes.Append(one);
        }

        notes.Append('\n');
    }
}
