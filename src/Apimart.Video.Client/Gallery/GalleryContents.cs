using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
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
    private readonly Dictionary<string, GalleryList<string>> _rows = new(StringComparer.Ordinal);
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
        int? parameters = task.Request is { Length: > 0 } request
            ? _parameters.Add(ParameterKey(task, request, out JsonObject read), _ => read)
            : null;
        return new GalleryEntry
        {
            Id = IdOf(task),
            Job = _jobs.Add(task.JobName, job => job),
            Model = _models.Add(task.Model, model => model),
            Prompt = _prompts.Add(task.Prompt, prompt => prompt),
            Parameters = parameters,
            Status = Array.IndexOf(s_statuses, task.Status.ToString()),
            Row = RowOf(task),
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
        foreach ((string name, string value) in task.Row ?? ImmutableDictionary<string, string>.Empty)
        {
            if (_columns.Add(name, column => column) is { } place)
            {
                Array.Resize(ref values, Math.Max(values.Length, place + 1));
                values[place] = value;
            }
        }

        return values.Length > 0 ? values : null;
    }

    private string? ParameterKey(ApimartTask task, string request, out JsonObject read)
    {
        read = GalleryParameters.Read(request, task.Model, catalogue);
        return read.Count == 0 ? null : read.ToJsonString();
    }

    /// <summary>The row of its job: rows with the same request are takes of one row.</summary>
    private int RowOf(ApimartTask task)
    {
        string job = task.JobName ?? string.Empty;
        if (!_rows.TryGetValue(job, out GalleryList<string>? rows))
        {
            _rows.Add(job, rows = new GalleryList<string>());
        }

        return rows.Add(task.Request ?? $"{task.Model}\n{task.Prompt ?? task.TaskId}", row => row)!.Value + 1;
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
}
