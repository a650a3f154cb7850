namespace Apimart.Video.Models.Rows;

/// <summary>What stands outside the rows, by the names of the parameters.</summary>
/// <param name="Line">Typed on the line: it counts for all rows.</param>
/// <param name="Defaults">Defaults: a filled cell beats them.</param>
internal sealed record GivenValues(IReadOnlyDictionary<string, object?> Line, IReadOnlyDictionary<string, object?> Defaults)
{
    private static readonly IReadOnlyDictionary<string, object?> s_nothing = new Dictionary<string, object?>();

    /// <summary>Nothing beside the rows.</summary>
    internal static GivenValues None { get; } = new(s_nothing, s_nothing);
}
