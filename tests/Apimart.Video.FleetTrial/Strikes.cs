namespace Apimart.Video.FleetTrial;

/// <summary>What is done to a fleet while it works.</summary>
/// <param name="Kills">How often a process is killed.</param>
/// <param name="Stops">How often one is stopped for longer than it may be silent.</param>
/// <param name="Cuts">How many connections to the database are cut, at any byte.</param>
/// <param name="Restarts">How often the database crashes and starts again.</param>
public sealed record Strikes(int Kills, int Stops, int Cuts, int Restarts)
{
    /// <summary>All of them, in an order that the dice give.</summary>
    internal StrikeKind[] Shuffle(Random dice)
    {
        StrikeKind[] all =
        [
            .. Enumerable.Repeat(StrikeKind.Kill, Kills),
            .. Enumerable.Repeat(StrikeKind.Stop, Stops),
            .. Enumerable.Repeat(StrikeKind.Cut, Cuts),
            .. Enumerable.Repeat(StrikeKind.Restart, Restarts),
        ];
        dice.Shuffle(all);
        return all;
    }
}

internal enum StrikeKind
{
    Kill,
    Stop,
    Cut,
    Restart,
}
