using Apimart.Video.Models.Rows;
using Apimart.Video.Tasks;

namespace Apimart.Video.Films;

/// <summary>Which videos become the clips of a film, and in which order.</summary>
internal static class ClipOrder
{
    private const int NamedRows = 5;

    /// <summary>In the order of rows and takes, where all are rows of one job; else as they came. A video is taken once.</summary>
    internal static IReadOnlyList<(string Path, ApimartTask? Task)> Sort(IEnumerable<(string Path, ApimartTask? Task)> clips)
    {
        (string Path, ApimartTask? Task)[] all = [.. clips.DistinctBy(clip => clip.Path, StringComparer.Ordinal)];
        bool areRows = all.All(clip => clip.Task?.RowNumber is not null) && all.Select(clip => clip.Task!.JobName).Distinct().Count() == 1;
        return areRows ? [.. all.OrderBy(clip => clip.Task!.RowNumber).ThenBy(clip => clip.Task!.Occurrence).ThenBy(clip => clip.Task!.Take)] : all;
    }

    /// <summary>
    /// Of a job's tasks those with a saved video, one for each row. A row that several takes were saved of has to be chosen from, and one
    /// without a saved video would be a hole in the film.
    /// </summary>
    /// <param name="tasks">The job's tasks.</param>
    /// <param name="isThere">Whether a task has a saved video that is there.</param>
    /// <param name="skipMissing">Whether rows without one are left out.</param>
    /// <exception cref="FilmException">A row has several, or none.</exception>
    internal static IEnumerable<ApimartTask> OneForEachRow(IEnumerable<ApimartTask> tasks, Func<ApimartTask, bool> isThere, bool skipMissing)
    {
        IGrouping<(string?, string?, int?, int), ApimartTask>[] rows =
        [
            .. tasks.GroupBy(task => (task.JobName, task.RowNumber is null ? task.TaskId : null, task.RowNumber, task.Occurrence)),
        ];
        if (rows.Where(row => row.Count(isThere) > 1).ToArray() is { Length: > 0 } several)
        {
            throw new FilmException(
                FilmFault.TakeNotChosen,
                $"Several takes were saved of {Name(several)}.",
                "Choose in the page of Export-ApimartGallery, then: Import-Csv picks.csv | Join-ApimartVideo film.mp4.");
        }

        if (!skipMissing && rows.Where(row => !row.Any(isThere)).ToArray() is { Length: > 0 } missing)
        {
            throw Missing(Name(missing));
        }

        return rows.SelectMany(row => row.Where(isThere));
    }

    internal static FilmException Missing(string what) => new(
        FilmFault.ClipsMissing,
        $"There is no saved video of {what}, so that the film would have a hole.",
        "Wait for it and save it first, or give -SkipMissing to join without it.");

    private static string Name(IGrouping<(string?, string?, int?, int), ApimartTask>[] rows)
    {
        string named = string.Join(", ", rows.Take(NamedRows).Select(row => row.First()).Select(task => RowLabel.Of(task) ?? $"task {task.TaskId}"));
        return rows.Length <= NamedRows ? named : $"{named} and {rows.Length - NamedRows} more";
    }
}
