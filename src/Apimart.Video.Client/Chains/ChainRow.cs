namespace Apimart.Video.Chains;

/// <summary>A row of an input, as far as its place in a chain goes.</summary>
/// <param name="Label">How a message names it.</param>
/// <param name="Job">Its batch; null for none.</param>
/// <param name="Names">The names by which another row may follow it.</param>
/// <param name="After">The name of the row that it goes on from; null for none.</param>
internal sealed record ChainRow(string Label, string? Job, IReadOnlyList<string> Names, string? After);
