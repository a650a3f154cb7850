using System.Globalization;

namespace Apimart.Video.FleetTrial;

/// <summary>What a machine of the fleet is to do.</summary>
/// <param name="Database">How to get to the database.</param>
/// <param name="BaseUri">The server that is submitted to.</param>
/// <param name="ApiKey">Its key.</param>
/// <param name="Machine">The machine's name.</param>
/// <param name="Job">The job.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="MaxCost">What all machines together may spend on it.</param>
/// <param name="Videos">Where videos go.</param>
/// <param name="Design">How machines agree.</param>
/// <param name="WaitsForGun">Whether it says when it is ready, begins when it is told to, and sends one row at a time, so that submits are the limit.</param>
internal sealed record FleetOptions(
    string Database,
    Uri BaseUri,
    string ApiKey,
    string Machine,
    string Job,
    int Rows,
    decimal MaxCost,
    string Videos,
    FleetDesign Design,
    bool WaitsForGun)
{
    internal static FleetOptions Parse(string[] args) => new(
        args[0],
        new Uri(args[1]),
        args[2],
        args[3],
        args[4],
        int.Parse(args[5], CultureInfo.InvariantCulture),
        decimal.Parse(args[6], CultureInfo.InvariantCulture),
        args[7],
        Enum.Parse<FleetDesign>(args[8]),
        bool.Parse(args[9]));

    internal string[] ToArguments() =>
    [
        Database,
        BaseUri.ToString(),
        ApiKey,
        Machine,
        Job,
        Rows.ToString(CultureInfo.InvariantCulture),
        MaxCost.ToString(CultureInfo.InvariantCulture),
        Videos,
        Design.ToString(),
        WaitsForGun.ToString(),
    ];
}
