using System.Collections.Immutable;
using Apimart.Video.Tasks;

namespace Apimart.Video.Gallery;

/// <summary>The columns of a task's row that are the user's own.</summary>
internal static class OwnColumns
{
    /// <summary>What the page writes into a picks.csv before the columns of the request.</summary>
    private static readonly string[] s_ofPicks = ["TaskId", "Row", "Name", "Pick", "Stars", "Note"];

    /// <summary>What a clip shows apart.</summary>
    private static readonly string[] s_shownApart = ["Prompt", "Model", "JobName"];

    /// <summary>
    /// A row that was refused here has all of its columns, and one that came out of a picks.csv those of the choice, which was about
    /// another video.
    /// </summary>
    internal static IEnumerable<KeyValuePair<string, string>> Of(ApimartTask task)
    {
        IReadOnlyDictionary<string, string> row = task.OwnColumns ?? ImmutableDictionary<string, string>.Empty;
        string[] others = (string[])[.. task.IsRefusedHere ? s_shownApart : [], .. IsOfPicks(row) ? s_ofPicks : []];
        return others.Length == 0 ? row : row.Where(cell => !others.Contains(cell.Key, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Empty cells are not kept with a row, so that of the page's columns only those of the choice and its clip are sure.</summary>
    private static bool IsOfPicks(IReadOnlyDictionary<string, string> row) =>
        (row.GetValueOrDefault("Pick") is "pick" or "reject" || row.GetValueOrDefault("Stars") is "1" or "2" or "3" or "4" or "5")
        && (row.ContainsKey("TaskId") || row.ContainsKey("Row"));
}
