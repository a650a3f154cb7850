using Apimart.Video.Client.Tests.Support;

namespace Apimart.Video.Client.Tests.Architecture;

/// <summary>The rooms of the engine and what each may know, as the page on the architecture has them.</summary>
internal sealed class RoomMap
{
    private const string Page = "architecture.md";
    private const string Root = "Apimart.Video";

    private readonly Dictionary<string, string> _earlierNames;

    private RoomMap(string[] rooms, Dictionary<string, string[]> allowed, Dictionary<string, string> earlierNames)
    {
        Rooms = rooms;
        Allowed = allowed;
        _earlierNames = earlierNames;
    }

    /// <summary>The rooms, from the one that knows least on.</summary>
    internal string[] Rooms { get; }

    /// <summary>The rooms that each may know.</summary>
    internal IReadOnlyDictionary<string, string[]> Allowed { get; }

    internal static RoomMap Read()
    {
        string[][] rooms = DocumentTable.Read(Page, "room");
        return new RoomMap(
            [.. rooms.Select(row => row[0])],
            rooms.ToDictionary(row => row[0], row => Names(row[2])),
            DocumentTable.Read(Page, "type").ToDictionary(row => row[0], row => row[1]));
    }

    /// <summary>The room that a type of the engine lies in.</summary>
    internal string RoomOf(TypeName type) =>
        _earlierNames.GetValueOrDefault(type.ToString()) ?? (type.Namespace == Root ? "Client" : type.Namespace[(Root.Length + 1)..]);

    /// <summary>The rooms of the engine that another assembly may know.</summary>
    internal static Dictionary<string, string[]> Guests() =>
        DocumentTable.Read(Page, "assembly").ToDictionary(row => row[0], row => Names(row[2]));

    /// <summary>The stops of the way of a prompt, each a method, in their order.</summary>
    internal static string[] Stops() => [.. DocumentTable.Read(Page, "stop").Select(row => row[1])];

    /// <summary>The types that a change has to know.</summary>
    internal static string[] TypesToKnow() => [.. DocumentTable.Read(Page, "to change").SelectMany(row => Names(row[1]))];

    /// <summary>The rooms whose folder a type's file lies in, though it keeps its earlier name.</summary>
    internal IEnumerable<(string Name, string Room)> EarlierNames => _earlierNames.Select(pair => (pair.Key, pair.Value));

    private static string[] Names(string cell) => cell == "—" ? [] : [.. cell.Split(',').Select(name => name.Trim())];
}
