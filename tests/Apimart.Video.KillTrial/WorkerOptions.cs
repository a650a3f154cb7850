using System.Globalization;

namespace Apimart.Video.KillTrial;

/// <summary>What a worker is to do.</summary>
/// <param name="Home">The folder in which its journal and its videos lie.</param>
/// <param name="Picture">A picture that the last row takes, or nothing.</param>
internal sealed record WorkerOptions(
    Uri BaseUri,
    string ApiKey,
    string Home,
    string Job,
    int Rows,
    string Picture,
    WorkKind Work,
    KillPoint? KillPoint)
{
    internal string JournalPath => JournalIn(Home);

    internal string VideoPath => Path.Combine(Home, "clips");

    internal static string JournalIn(string home) => Path.Combine(home, "state");

    internal static WorkerOptions Parse(string[] args) => new(
        new Uri(args[0]),
        args[1],
        args[2],
        args[3],
        int.Parse(args[4], CultureInfo.InvariantCulture),
        args[5],
        Enum.Parse<WorkKind>(args[6]),
        KillPoint.Parse(args[7]));

    internal string[] ToArguments() =>
    [
        BaseUri.ToString(),
        ApiKey,
        Home,
        Job,
        Rows.ToString(CultureInfo.InvariantCulture),
        Picture,
        Work.ToString(),
        KillPoint?.ToString() ?? "never",
    ];
}
