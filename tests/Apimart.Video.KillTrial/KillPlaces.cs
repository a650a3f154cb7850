using System.Reflection;
using Apimart.Video.Journal;

namespace Apimart.Video.KillTrial;

/// <summary>
/// Every place at which a worker can end its own life: those on the network and among the files, and those that the journal's own
/// list of points names, so that a new one is a place here without a word.
/// </summary>
public static class KillPlaces
{
    public const string BeforePost = "before the POST";
    public const string AfterPostBytes = "after the POST's bytes";
    public const string AfterAnswer = "after the answer";
    public const string HalfDownload = "half a download";
    public const string WholeDownload = "a whole download, no file yet";
    public const string SavedNotRecorded = "a file, not recorded yet";
    private const string Lines = "Lines";
    private const string LinesHalfWritten = "LinesHalfWritten";

    /// <summary>All of them, in the order of a row's life.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. ConstantsOf(typeof(KillPlaces)).Where(place => !place.StartsWith(Lines, StringComparison.Ordinal)),
        .. ConstantsOf(typeof(JournalEntryKind)).SelectMany(kind => Enum.GetValues<JournalPoint>()
            .Where(IsOfLines)
            .SelectMany(point => point == JournalPoint.LinesMade ? [Of(point, kind), Half(kind)] : (string[])[Of(point, kind)])),
        .. Enum.GetValues<JournalPoint>().Where(point => !IsOfLines(point)).Select(point => point.ToString()),
    ];

    /// <summary>In the middle of a write that holds a kind of line.</summary>
    internal static string Half(string kind) => $"{kind}: {LinesHalfWritten}";

    internal static IEnumerable<string> Of(JournalPoint point, IReadOnlyCollection<string> kinds) =>
        IsOfLines(point) ? kinds.Select(kind => Of(point, kind)) : [point.ToString()];

    private static string Of(JournalPoint point, string kind) => $"{kind}: {point}";

    private static bool IsOfLines(JournalPoint point) => point.ToString().StartsWith(Lines, StringComparison.Ordinal);

    private static IEnumerable<string> ConstantsOf(Type type) => type
        .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        .Where(field => field.IsLiteral)
        .Select(field => (string)field.GetRawConstantValue()!);
}
