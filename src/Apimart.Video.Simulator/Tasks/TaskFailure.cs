namespace Apimart.Video.Simulator.Tasks;

/// <summary>Why a task is going to fail.</summary>
internal sealed record TaskFailure(string Message)
{
    /// <summary>The one code the documents show in a failed task (<c>omni-flash-ext</c>, failed result example).</summary>
    internal const string Code = "task_failed";

    private const string Wish = "[fail]";

    /// <summary>The causes that <c>omni-flash-ext</c> names for failed tasks.</summary>
    private static readonly TaskFailure[] s_causes =
    [
        new("upstream quota exhausted temporarily, please try again later"),
        new("the content did not pass moderation"),
        new("upstream timeout"),
    ];

    /// <summary>The failure a prompt asks for or the dice decide, or null.</summary>
    internal static TaskFailure? For(string prompt, TaskDice dice, double rate)
    {
        if (prompt.Contains(Wish, StringComparison.OrdinalIgnoreCase))
        {
            return s_causes[1];
        }

        return dice.Fate < rate ? s_causes[(int)(dice.Cause * s_causes.Length)] : null;
    }
}
