using System.Globalization;
using System.Text.RegularExpressions;
using Apimart.Video.Files;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;

namespace Apimart.Video.Downloads;

/// <summary>
/// Gives every video of a batch its file. A name depends on the task alone wherever that is possible, so that the same line
/// run again finds its files whatever order the tasks come in; names that two tasks would share are told apart by the task id.
/// </summary>
internal sealed partial class BatchNames
{
    private readonly SaveOptions _options;
    private readonly NameTemplate _template;
    private readonly NameTemplate _ofRows;
    private readonly bool _isDefault;
    private readonly object _lock = new();
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<(string TaskId, int Index), SaveTarget> _given = [];
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lazy<Dictionary<(string TaskId, int Index), string>> _parts;
    private int _lastNumber;

    /// <exception cref="SaveException">The template is wrong.</exception>
    internal BatchNames(SaveOptions options, TimeProvider time)
    {
        _options = options;
        _template = new NameTemplate(options.FileName, options.Catalogue, time);
        _isDefault = options.FileName == SaveOptions.DefaultFileName;
        _ofRows = _isDefault ? new NameTemplate(SaveOptions.DefaultFileNameInJob, options.Catalogue, time) : _template;
        _parts = new(() => PartNote.FindIn(options.Directory));
    }

    /// <summary>Gives a task its place in the order of arrival, if it has none.</summary>
    internal void Enter(ApimartTask task)
    {
        lock (_lock)
        {
            _ = NumberOf(task);
        }
    }

    /// <summary>The file of a video; always the same for the same video.</summary>
    /// <exception cref="SaveException">The template names something that the task does not have.</exception>
    internal SaveTarget TargetOf(ApimartTask task, int index)
    {
        lock (_lock)
        {
            if (!_given.TryGetValue((task.TaskId, index), out SaveTarget? target))
            {
                SavedFile? saved = _options.FindSaved(task, index);
                string name = Choose(task, index, saved);
                target = new SaveTarget(task.TaskId, index, Path.Combine(_options.Directory, name)) { Saved = saved };
                if (saved is not null && !_options.Force && IsInFolder(saved.Path) && !IsNamed(saved.Path, name))
                {
                    target = target with { FormerPath = saved.Path };
                }

                _taken.Add(name);
                _given.Add((task.TaskId, index), target);
            }

            return target;
        }
    }

    private string Choose(ApimartTask task, int index, SavedFile? saved)
    {
        if (_template.HasNumber && Former(task, index, saved) is { } former && !_taken.Contains(former))
        {
            return former;
        }

        string name = NameOf(task, index, NumberOf(task), suffix: string.Empty);
        while (_template.HasNumber && !IsFreeFor(task, index, name))
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
        return IsFreeFor(task, index, name) && !File.Exists(Path.Combine(_options.Directory, own)) ? name : own;
    }

    /// <summary>The name that a part file or the journal knows the video by, where the template gives it with some number.</summary>
    private string? Former(ApimartTask task, int index, SavedFile? saved) =>
        _parts.Value.TryGetValue((task.TaskId, index), out string? name) ? name
        : saved is not null && IsInFolder(saved.Path) ? NumbersIn(saved.Path)
            .Select(number => NameOf(task, index, number, suffix: string.Empty))
            .FirstOrDefault(numbered => IsNamed(saved.Path, numbered))
        : null;

    private static IEnumerable<int> NumbersIn(string path) => Digits()
        .Matches(Path.GetFileNameWithoutExtension(path))
        .Select(match => int.TryParse(match.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0);

    private bool IsInFolder(string path) =>
        File.Exists(path) && Disk.IsSamePath(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.TrimEndingDirectorySeparator(_options.Directory));

    /// <summary>Whether a file has a name, whatever its extension says of its kind.</summary>
    private static bool IsNamed(string path, string name) =>
        Path.GetFileNameWithoutExtension(path).Equals(Path.GetFileNameWithoutExtension(name), Disk.PathComparison);

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();

    private bool IsFreeFor(ApimartTask task, int index, string name)
    {
        if (_taken.Contains(name) || _parts.Value.Any(part => part.Value == name && part.Key != (task.TaskId, index)))
        {
            return false;
        }

        string path = Path.Combine(_options.Directory, name);
        return !File.Exists(path) || _options.FindOwner(path) is not { } former || former == task.TaskId;
    }

    /// <summary>A template may not tell the videos of a task apart, or do so at an end that is cut off: then they are counted behind it.</summary>
    private string NameOf(ApimartTask task, int index, int number, string suffix)
    {
        string name = Expand(task, index, number, suffix);
        return Enumerable.Range(0, index).Any(other => Expand(task, other, number, suffix).Equals(name, StringComparison.OrdinalIgnoreCase))
            ? Expand(task, index, number, $"{suffix}-{index + 1}")
            : name;
    }

    private string Expand(ApimartTask task, int index, int number, string suffix)
    {
        NameTemplate template = task is { JobName: not null, RowNumber: not null } ? _ofRows : _template;
        return SafeName.Fit(
            _isDefault && string.IsNullOrWhiteSpace(task.Prompt) ? task.TaskId : template.Expand(task, index, number),
            suffix + _template.Extension,
            fallback: task.TaskId);
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
