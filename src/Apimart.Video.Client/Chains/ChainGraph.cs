using System.Globalization;
using Apimart.Video.Models;
using Apimart.Video.Text;

namespace Apimart.Video.Chains;

/// <summary>Which row of an input goes on from which, wherever they stand.</summary>
internal sealed class ChainGraph
{
    private const int MostNamed = 5;

    private readonly IReadOnlyList<ChainRow> _rows;
    private readonly int?[] _parents;
    private readonly RequestProblem?[] _problems;
    private readonly int?[] _takes;

    /// <param name="rows">The rows in the order of the input.</param>
    /// <param name="earlier">The names of rows that came, and were sent, before any row had a column After.</param>
    internal ChainGraph(IReadOnlyList<ChainRow> rows, IReadOnlySet<string>? earlier = null)
    {
        _rows = rows;
        _parents = new int?[rows.Count];
        _problems = new RequestProblem?[rows.Count];
        _takes = new int?[rows.Count];
        ILookup<string, int> named = Enumerable.Range(0, rows.Count)
            .SelectMany(row => rows[row].Names.Select(name => (Key: KeyOf(rows[row].Job, name), Row: row)).Distinct())
            .ToLookup(pair => pair.Key, pair => pair.Row);
        for (int row = 0; row < rows.Count; row++)
        {
            if (rows[row].After is { } after)
            {
                Find(row, after, named, earlier);
            }
        }

        FindCycles();
    }

    /// <summary>The row that a row goes on from; null for none.</summary>
    internal int? ParentOf(int row) => _parents[row];

    /// <summary>Which take of that row was asked for; null where none was named.</summary>
    internal int? TakeOf(int row) => _takes[row];

    /// <summary>What is wrong with a row's After, or null.</summary>
    internal RequestProblem? ProblemOf(int row) => _problems[row];

    /// <summary>The row that a row's chain begins with; of a chain in a circle, one of the circle.</summary>
    internal int RootOf(int row)
    {
        int root = row;
        for (int steps = 0; _parents[root] is { } before && steps < _rows.Count; steps++)
        {
            root = before;
        }

        return root;
    }

    /// <summary>The rows, each behind the one that it goes on from; among equals in the order of the input. Rows of a circle are last.</summary>
    internal IReadOnlyList<int> ParentsFirst()
    {
        int[] depths = new int[_rows.Count];
        for (int row = 0; row < _rows.Count; row++)
        {
            int at = row;
            while (_parents[at] is { } before && depths[row] <= _rows.Count)
            {
                depths[row]++;
                at = before;
            }
        }

        return [.. Enumerable.Range(0, _rows.Count).OrderBy(row => depths[row]).ThenBy(row => row)];
    }

    private void Find(int row, string after, ILookup<string, int> named, IReadOnlySet<string>? earlier)
    {
        string? job = _rows[row].Job;
        int[] found = [.. named[KeyOf(job, after)]];
        if (found.Length == 0 && after.LastIndexOf('#') is > 0 and var mark
            && int.TryParse(after.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int take) && take > 0)
        {
            found = [.. named[KeyOf(job, after[..mark])]];
            _takes[row] = take;
        }

        switch (found.Length)
        {
            case 1:
                _parents[row] = found[0];
                break;
            case > 1:
                _problems[row] = Problem(
                    "AmbiguousAfter",
                    after,
                    $"After '{after}' names {found.Length} rows: {Sentence.And(found.Take(MostNamed).Select(other => _rows[other].Label))}.",
                    "Give each row that others go on from a name of its own.");
                break;
            default:
                _problems[row] = Missing(after, job, earlier);
                break;
        }
    }

    private RequestProblem Missing(string after, string? job, IReadOnlySet<string>? earlier)
    {
        if (earlier?.Contains(after.Trim()) ?? false)
        {
            return Problem(
                "UnknownAfter",
                after,
                $"After '{after}' names a row that came before any row had a column After, and was sent by then.",
                "Give every row of the input the column After, blank where a row follows none; then chains are checked before anything is sent.");
        }

        string[] names = [.. _rows.Where(row => Same(row.Job, job)).SelectMany(row => row.Names).Distinct(StringComparer.OrdinalIgnoreCase)];
        string nearest = names.Length == 0
            ? "no row of its job has a Shot, Name or Id"
            : $"the nearest names are {Sentence.And(names.OrderBy(name => Similarity.Distance(after.ToUpperInvariant(), name.ToUpperInvariant())).Take(3).Select(name => $"'{name}'"))}";
        return Problem(
            "UnknownAfter",
            after,
            $"After '{after}' names no row of the input: {nearest}.",
            "Write in After what the other row has in its column Shot, Name or Id; leave it blank where the video follows none.");
    }

    private void FindCycles()
    {
        bool[] safe = new bool[_rows.Count];
        for (int row = 0; row < _rows.Count; row++)
        {
            List<int> path = [];
            HashSet<int> met = [];
            int? at = row;
            while (at is { } here && !safe[here] && met.Add(here))
            {
                path.Add(here);
                at = _parents[here];
            }

            if (at is not { } again || safe[again] || !met.Contains(again))
            {
                path.ForEach(one => safe[one] = true);
                continue;
            }

            int[] circle = [.. path.SkipWhile(one => one != again)];
            string told = string.Join(" goes on from ", circle.Append(again).Take(MostNamed + 1).Select(one => _rows[one].Label))
                + (circle.Length > MostNamed ? " and so on" : string.Empty);
            foreach (int one in circle)
            {
                _problems[one] ??= Problem(
                    "CircularAfter",
                    _rows[one].After!,
                    $"After '{_rows[one].After}' closes a circle, which has no first video: {told}.",
                    "Leave After blank in the row that comes first.");
            }
        }
    }

    private static RequestProblem Problem(string errorId, string after, string message, string advice) =>
        new(errorId, "After", after, message, advice) { IsFinal = true };

    private static bool Same(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static string KeyOf(string? job, string name) => $"{job?.ToUpperInvariant()}\n{name.Trim().ToUpperInvariant()}";
}
