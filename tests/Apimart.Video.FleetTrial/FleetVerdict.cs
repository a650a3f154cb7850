namespace Apimart.Video.FleetTrial;

/// <summary>What came of one job that a fleet worked on.</summary>
/// <param name="Rows">The rows of the job.</param>
/// <param name="Charged">The rows that were charged.</param>
/// <param name="ChargedTwice">The rows that were charged more than once.</param>
/// <param name="Spent">What the server charged, in US dollars.</param>
/// <param name="MaxCost">What it may have charged at most.</param>
/// <param name="Unrecorded">Charged tasks that the journal does not have, and whose row it does not call unknown.</param>
/// <param name="Unknown">The rows whose outcome is unknown.</param>
/// <param name="InFlight">The submits that were under way when their machine was struck.</param>
/// <param name="Groundless">Rows whose outcome is unknown though none of their submits was under way when its machine was struck.</param>
/// <param name="Unsaved">Accepted tasks without their file.</param>
/// <param name="Surplus">Files beyond one for each task.</param>
/// <param name="Struck">How often machines were killed or stopped, connections cut and the database restarted.</param>
/// <param name="Faults">What machines said went wrong that should not have.</param>
public sealed record FleetVerdict(
    int Rows,
    int Charged,
    int ChargedTwice,
    decimal Spent,
    decimal MaxCost,
    int Unrecorded,
    int Unknown,
    int InFlight,
    int Groundless,
    int Unsaved,
    int Surplus,
    int Struck,
    IReadOnlyList<string> Faults)
{
    /// <summary>Whether every promise was kept.</summary>
    public bool Holds => ChargedTwice == 0 && Spent <= MaxCost && Unrecorded == 0 && Groundless == 0 && Unsaved == 0 && Surplus == 0;
}
