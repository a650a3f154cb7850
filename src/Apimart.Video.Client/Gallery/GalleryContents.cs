using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Tasks;

namespace Apimart.Video.Gallery;

/// <summary>Gathers what a page shows of tasks and files.</summary>
internal sealed class GalleryContents(GalleryFolder folder, ModelCatalogue catalogue)
{
    /// <summary>What a file without a task has for a status.</summary>
    private const string NoTask = "File";

    private static readonly string[] s_statuses =
    [
        nameof(ApimartTaskStatus.Completed),
        .. Enum.GetNames<ApimartTaskStatus>().Where(name => name != nameof(ApimartTaskStatus.Completed)),
        NoTask,
    ];

    private readonly GalleryList<string> _jobs = new();
    private readonly GalleryList<string> _models = new();
    private readonly GalleryList<string> _prompts = new();
    private readonly GalleryList<string> _reasons = new();
    private readonly GalleryList<string> _columns = new();
    private readonly GalleryList<JsonObject> _parameters = new();
    private readonly Dictionary<(string? Model, string Fields), int?> _requests = [];
    private readonly Dictionary<string, Dictionary<(string Request, int Occurrence), GalleryRow>> _jobRows = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly List<GalleryEntry> _clips = [];

    internal GalleryData Read(IEnumerable<GallerySource> sources, string title, DateTimeOffset now)
    {
        foreach (GallerySource source in sources)
        {
            Add(source);
        }

        return new GalleryData
        {
            Title = title,
            Made = now.ToString("u", CultureInfo.InvariantCulture),
            Statuses = s_statuses,
            Jobs = _jobs.Items,
            Models = _models.Items,
            Prompts = _prompts.Items,
            Reasons = _reasons.Items,
            Columns = _columns.Items,
            Parameters = _parameters.Items,
            Clips = _clips,
        };
    }

    private void Add(GallerySource source)
    {
        GalleryEntry whole = source.Task is { } task ? Describe(task) : new GalleryEntry
        {
            Id = $"~file:{folder.Relative(source.Files[0])}",
            Status = Array.IndexOf(s_statuses, NoTask),
        };
        int count = Math.Max(1, Math.Max(source.Files.Length, source.Task?.Videos.Length ?? 0));
        for (int part = 0; part < count; part++)
        {
            string? absence = null;
            string? file = part < source.Files.Length ? folder.Find(source.Files[part], out absence) : null;
            _clips.Add(whole with { Part = part, File = file, Absence = absence });
        }
    }

    private GalleryEntry Describe(ApimartTask task)
    {
        int? parameters = task.Request is { Length: > 0 } request ? ParametersOf(task.Model, request) : null;
        GalleryRow row = RowOf(task);
        return new GalleryEntry
        {
            Id = IdOf(task),
            Job = _jobs.Add(task.JobName, job => job),
            Model = _models.Add(task.Model, model => model),
            Prompt = _prompts.Add(task.Prompt, prompt => prompt),
            Parameters = parameters,
            Status = Array.IndexOf(s_statuses, task.Status.ToString()),
            Row = row.Place,
            Number = row.Number,
            Take = task.JobName is null && task.Take == RowIdentity.FirstTake ? null : task.Take,
            Cost = task.Cost,
            Reason = _reasons.Add(task.Error?.Message, reason => reason),
            Submitted = task.CreatedAt?.ToUnixTimeSeconds(),
            Worked = task.ActualTime is { } worked ? Math.Round(worked.TotalSeconds, 1) : null,
            Seconds = parameters is { } place ? GalleryParameters.Seconds(_parameters.Items[place]) : null,
            Columns = ColumnsOf(task),
        };
    }

    /// <summary>The user's own columns, each at the place of its name among those of all rows.</summary>
    private string?[]? ColumnsOf(ApimartTask task)
    {
        string?[] values = [];
        foreach ((string name, string value) in OwnColumns.Of(task))
        {
            if (_columns.Add(name, column => column) is { } place)
            {
                Array.Resize(ref values, Math.Max(values.Length, place + 1));
                values[place] = value;
            }
        }

        return values.Length > 0 ? values : null;
    }

    /// <summary>The place of a request's parameters. Most tasks of a job differ by their prompt alone, so each set is read once.</summary>
    private int? ParametersOf(string? model, string request)
    {
        if (GalleryParameters.FieldsOf(request) is not { } fields)
        {
            return null;
        }

        if (!_requests.TryGetValue((model, fields), out int? place))
        {
            JsonObject read = GalleryParameters.Read(request, model, catalogue);
            place = read.Count == 0 ? null : _parameters.Add(read.ToJsonString(), _ => read);
            _requests.Add((model, fields), place);
        }

        return place;
    }

    /// <summary>
    /// The row of its job: tasks with the same request are takes of one row. Equal rows of one input are rows of their own; without
    /// a job nothing says which of them a task belongs to.
    /// </summary>
    private GalleryRow RowOf(ApimartTask task)
    {
        string job = task.JobName ?? string.Empty;
        if (!_jobRows.TryGetValue(job, out Dictionary<(string, int), GalleryRow>? rows))
        {
            _jobRows.Add(job, rows = []);
        }

        (string, int) key = (task.Request ?? $"{task.Model}\n{task.Prompt ?? task.TaskId}", task.JobName is null ? 0 : task.Occurrence);
        if (!rows.TryGetValue(key, out GalleryRow row))
        {
            rows.Add(key, row = new GalleryRow(rows.Count + 1, task.RowNumber));
        }

        return row;
    }

    /// <summary>
    /// What choices are kept by: the task's id; without one a digest, for an Idempotency-Key is not for a page that is given away.
    /// </summary>
    private string IdOf(ApimartTask task)
    {
        if (task.TaskId.Length > 0)
        {
            return task.TaskId;
        }

        string basis = task.IdempotencyKey ?? $"{task.JobName}\n{task.Model}\n{task.Prompt}\n{task.Request}";
        for (int number = 0; ; number++)
        {
            string id = $"~row:{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{basis}\n{number}")), 0, 8)}";
            if (_ids.Add(id))
            {
                return id;
            }
        }
    }

    /// <summary>A row of a job.</summary>
    /// <param name="Place">Its place among the job's rows, in the order of their first task.</param>
    /// <param name="Number">Its number in the input that its first task came from, where that is known.</param>
    private readonly record struct GalleryRow(int Place, int? Number);
}
