using System.Globalization;

namespace Apimart.Video.KillTrial;

/// <summary>What a worker is to do.</summary>
internal sealed record WorkerOptions(
    Uri BaseUri,
    string ApiKey,
    string JournalPath,
    string VideoPath,
    string Job,
    int Rows,
    bool RetryUnknown,
    KillPoint? KillPoint)
{
    internal static WorkerOptions Parse(string[] args) => new(
        new Uri(args[0]),
        args[1],
        args[2],
        args[3],
        args[4],
        int.Parse(args[5], CultureInfo.InvariantCulture),
        bool.Parse(args[6]),
        KillPoint.Parse(args[7]));

    internal string[] ToArguments() =>
    [
        BaseUri.ToString(),
        ApiKey,
        JournalPath,
        VideoPath,
        Job,
        Rows.ToString(CultureInfo.InvariantCulture),
        RetryUnknown.ToString(),
        KillPoint?.ToString() ?? "never",
    ];
}
