using Apimart.Video.Tasks;

namespace Apimart.Video.Downloads;

/// <summary>
/// Gives every video of a batch its file. A name depends on the task alone wherever that is possible, so that the same line
/// run again finds its files whatever order the tasks come in; names that two tasks would share are told apart by the task id.
/// </summary>
internal sealed class BatchNames
{
    private readonly SaveOptions _options;
    private readonly NameTemplate _template;
    private readonly object _lock = new();
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<(string TaskId, int Index), string> _given = [];
    private readonly Dictionary<string, string> _owners = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lazy<Dictionary<(string TaskId, int Index), string>> _parts;
    private int _lastNumber;

    /// <exception cref="SaveException">The template is wrong.</exception>
    internal BatchNames(SaveOptions options, TimeProvider time)
    {
        _options = options;
        _template = new NameTemplate(options.FileName, time);
        _parts = new(() => PartNotes.FindIn(options.Directory));
    }

    /// <summary>Gives a task its place in the order of arrival, if it has none.</summary>
    internal void Enter(ApimartTask task)
    {
        lock (_lock)
        {
            _ = NumberOf(task);
        }
    }

    /// <summary>The absolute path of a video; always the same for the same video.</summary>
    /// <exception cref="SaveException">The template names something that the task does not have.</exception>
    internal string PathFor(ApimartTask task, int index)
    {
        lock (_lock)
        {
            if (!_given.TryGetValue((task.TaskId, index), out string? name))
            {
                name = Choose(task, index);
                _owners.TryAdd(name, task.TaskId);
                _given.Add((task.TaskId, index), name);
            }

            return Path.Combine(_options.Directory, name);
        }
    }

    private string Choose(ApimartTask task, int index)
    {
        if (_template.HasNumber && Former(task, index) is { } former)
        {
            return former;
        }

        string name = NameOf(task, index, NumberOf(task), suffix: string.Empty);
        while (_template.HasNumber && !IsFreeFor(task, name))
        {
            _numbers[task.TaskId] = ++_lastNumber;
            string next = NameOf(task, index, _lastNumber, suffix: string.Empty);
            if (next == name)
            {
                break;
            }

            name = next;
        }

        string own = NameOf(task, index, NumberOf(task), $"-{SafeName.Clean(task.TaskId)}");
        return IsFreeFor(task, name) && !File.Exists(Path.Combine(_options.Directory, own)) ? name : own;
    }

    /// <summary>The name that the journal or a part file knows the video by.</summary>
    private string? Former(ApimartTask task, int index) =>
        _parts.Value.TryGetValue((task.TaskId, index), out string? name) ? name
        : task.SavedFiles.Length == task.Videos.Length && IsInFolder(task.SavedFiles[index]) ? Path.GetFileName(task.SavedFiles[index])
        : null;

    private bool IsInFolder(string path) =>
        File.Exists(path) && Path.GetDirectoryName(Path.GetFullPath(path)) == Path.TrimEndingDirectorySeparator(_options.Directory);

    private bool IsFreeFor(ApimartTask task, string name)
    {
        if (_owners.TryGetValue(name, out string? owner))
        {
            return owner == task.TaskId;
        }

        string path = Path.Combine(_options.Directory, name);
        return !File.Exists(path) || _options.FindOwner(path) is not { } former || former == task.TaskId;
    }

    private string NameOf(ApimartTask task, int index, int number, string suffix)
    {
        string count = index > 0 && !_template.HasIndex ? $"-{index + 1}" : string.Empty;
        return SafeName.Fit(
            _template.Expand(task, index, number),
            suffix + count + _template.Extension,
            fallback: SafeName.Clean(task.TaskId));
    }

    private int NumberOf(ApimartTask task)
    {
        if (!_numbers.TryGetValue(task.TaskId, out int number))
        {
            number = ++_lastNumber;
            _numbers.Add(task.TaskId, number);
        }

        return number;
    }
}
