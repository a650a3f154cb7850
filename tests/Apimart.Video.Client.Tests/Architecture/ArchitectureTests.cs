using System.Text.RegularExpressions;
using Apimart.Video.Client.Tests.Support;

namespace Apimart.Video.Client.Tests.Architecture;

/// <summary>The page on the architecture holds: what it says is read out of what is compiled.</summary>
public sealed partial class ArchitectureTests
{
    private const string Engine = "Apimart.Video.Client";

    private static readonly string s_root = DocumentTable.Root();
    private static readonly string s_engine = typeof(ApimartClient).Assembly.Location;
    private static readonly RoomMap s_map = RoomMap.Read();

    public static TheoryData<string> WithoutPowerShell => [Engine, "Apimart.Video.PostgreSql", "Apimart.Video.Simulator"];

    public static TheoryData<string> Guests => [.. RoomMap.Guests().Keys];

    private static string[] Known { get; } =
    [
        .. TypeArrows.Of(s_engine)
            .Select(arrow => (From: s_map.RoomOf(arrow.From), To: s_map.RoomOf(arrow.To)))
            .Where(arrow => arrow.From != arrow.To)
            .Select(arrow => $"{arrow.From} -> {arrow.To}")
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void A_room_of_the_engine_knows_the_rooms_that_the_page_says_and_no_other() => Assert.Equal(
        s_map.Allowed.SelectMany(room => room.Value.Select(known => $"{room.Key} -> {known}")).Order(StringComparer.Ordinal),
        Known);

    [Fact]
    public void Rooms_form_no_cycle_since_each_knows_only_rooms_above_it()
    {
        foreach ((string room, string[] known) in s_map.Allowed)
        {
            Assert.All(known, above => Assert.InRange(Array.IndexOf(s_map.Rooms, above), 0, Array.IndexOf(s_map.Rooms, room) - 1));
        }
    }

    [Theory]
    [MemberData(nameof(WithoutPowerShell))]
    public void What_is_not_a_cmdlet_knows_no_PowerShell(string assembly) => Assert.DoesNotContain(
        TypeArrows.ReferencesOf(Path.Combine(AppContext.BaseDirectory, assembly + ".dll")),
        reference => reference.StartsWith("System.Management.Automation", StringComparison.Ordinal) || reference == "Apimart.Video");

    [Theory]
    [MemberData(nameof(Guests))]
    public void Another_assembly_knows_the_rooms_of_the_engine_that_the_page_says(string assembly) => Assert.Equal(
        RoomMap.Guests()[assembly].Order(StringComparer.Ordinal),
        TypeArrows.Of(PathOf(assembly))
            .Where(arrow => arrow.Assembly == Engine)
            .Select(arrow => s_map.RoomOf(arrow.To))
            .Distinct()
            .Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Apimart.Video.Client", "Apimart.Video")]
    [InlineData("Apimart.Video", "Apimart.Video")]
    [InlineData("Apimart.Video.Simulator", "Apimart.Video.Simulator")]
    public void A_folder_is_a_namespace(string project, string root)
    {
        string folder = Path.Combine(s_root, "src", project);
        Dictionary<string, string> earlier = s_map.EarlierNames.ToDictionary(type => type.Name, type => type.Room);
        int held = 0;
        foreach (string file in SourcesIn(folder))
        {
            string below = Path.GetRelativePath(folder, Path.GetDirectoryName(file)!);
            string wanted = below == "." ? root : $"{root}.{below.Replace(Path.DirectorySeparatorChar, '.')}";
            Match written = Namespace().Match(File.ReadAllText(file));
            held += written.Groups[1].Value == wanted ? 1 : 0;
            if (written.Success && written.Groups[1].Value != wanted)
            {
                string type = $"{written.Groups[1].Value}.{Path.GetFileNameWithoutExtension(file)}";
                Assert.True(earlier.TryGetValue(type, out string? room), $"{file} has the namespace {written.Groups[1].Value}, and its folder is {wanted}.");
                Assert.Equal(wanted, $"{root}.{room}");
            }
        }

        Assert.NotEqual(0, held);
    }

    [Fact]
    public void The_map_of_CONTRIBUTING_names_every_room()
    {
        string map = File.ReadAllText(Path.Combine(s_root, "CONTRIBUTING.md"));
        string[] rooms =
        [
            .. Directory.GetDirectories(Path.Combine(s_root, "src")).SelectMany(Directory.GetDirectories)
                .Where(folder => Path.GetFileName(folder) is not ("obj" or "bin"))
                .Where(folder => SourcesIn(folder).Any())
                .Select(folder => Path.GetFileName(folder)!),
        ];
        Assert.All(rooms.Distinct(), room => Assert.Contains($"`{room}`", map, StringComparison.Ordinal));
    }

    [Fact]
    public void The_stops_on_the_way_of_a_prompt_are_methods_that_exist()
    {
        HashSet<string> methods = [.. TypeArrows.MethodsOf(s_engine), .. TypeArrows.MethodsOf(PathOf("Apimart.Video"))];
        Assert.All(RoomMap.Stops(), stop => Assert.Contains(stop, methods));
    }

    [Fact]
    public void The_types_that_a_change_has_to_know_exist()
    {
        HashSet<string> types = [.. TypeArrows.TypesOf(s_engine), .. TypeArrows.TypesOf(PathOf("Apimart.Video"))];
        Assert.All(RoomMap.TypesToKnow(), type => Assert.Contains(type, types));
    }

    /// <summary>What becomes public is decided, not slipped in: whoever wants it so writes it down.</summary>
    [Fact]
    public void The_public_surface_of_the_engine_is_the_one_that_is_written_down()
    {
        string[] written = File.ReadAllLines(Path.Combine(s_root, "src", Engine, "PublicSurface.txt"));
        string[] seen = PublicSurface.Of(typeof(ApimartClient).Assembly);
        Assert.Equal([], seen.Except(written).Select(line => $"public, and not written down: {line}"));
        Assert.Equal([], written.Except(seen).Select(line => $"written down, and not public: {line}"));
    }

    private static IEnumerable<string> SourcesIn(string folder) => Directory
        .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));

    private static string PathOf(string assembly) => assembly == "Apimart.Video"
        ? Path.Combine(s_root, "out", "Apimart.Video", "bin", "Apimart.Video.dll")
        : Path.Combine(AppContext.BaseDirectory, assembly + ".dll");

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
