using System.Collections.Concurrent;
using System.Globalization;
using System.Management.Automation;
using Apimart.Video.Async;

namespace Apimart.Video.Commands;

/// <summary>
/// The requests of a cmdlet that have left and have no answer yet, so that a pipeline which is stopped meanwhile says what becomes of
/// them. A stopped pipeline takes no output any more: what is said goes to the host itself.
/// </summary>
internal sealed class SubmitsInFlight(PSCmdlet cmdlet)
{
    private const int MostNamed = 10;
    private const int LongestPrompt = 30;

    private readonly ConcurrentDictionary<object, Sent> _sent = new(ReferenceEqualityComparer.Instance);
    private int _atStop;

    /// <summary>Notes that a request leaves.</summary>
    /// <param name="request">Itself, by which its end is noted.</param>
    /// <param name="number">The row's place in the input; 0 for a request of its own.</param>
    /// <param name="label">How a message names it.</param>
    internal void Begin(object request, int number, string label) => _sent[request] = new Sent(number, label);

    /// <summary>The name of a request that comes from no row.</summary>
    internal static string Name(string prompt) =>
        $"\"{(prompt.Length > LongestPrompt ? string.Concat(prompt.AsSpan(0, LongestPrompt), "…") : prompt)}\"";

    internal void End(object request) => _sent.TryRemove(request, out _);

    /// <summary>Says what is waited for.</summary>
    internal void TellStop(TimeSpan limit)
    {
        _atStop = _sent.Count;
        if (_atStop > 0)
        {
            Say(string.Create(
                CultureInfo.InvariantCulture,
                $"Stopped while {Count(_atStop)} on the way and may be charged: {Names()}. Waiting up to {limit.TotalSeconds:0} seconds for the answers."));
        }
    }

    /// <summary>Says what came; where no account of a job follows, also how to go on.</summary>
    /// <param name="jobs">The batches of the pipeline.</param>
    internal void TellEnd(IReadOnlyCollection<string> jobs)
    {
        if (_atStop == 0)
        {
            return;
        }

        Say(_sent.IsEmpty
            ? "Every answer came and is in the journal."
            : $"{Count(_sent.Count)} still without an answer: {Names()}. Each answer is recorded when it comes, while this session lives; "
                + "until then Get-ApimartJournal -Status Submitting shows what is missing.");
        if (jobs.Count == 0)
        {
            Say("Go on with: Get-ApimartJournal -Unsaved | Wait-ApimartTask | Save-ApimartVideo -Path ./clips (without -JobName the same line would make, and pay for, new videos).");
        }
    }

    private static string Count(int requests) => requests == 1 ? "1 request is" : string.Create(CultureInfo.InvariantCulture, $"{requests} requests are");

    private string Names()
    {
        string[] labels = [.. _sent.Values.OrderBy(sent => sent.Number).Select(sent => sent.Label)];
        string named = string.Join(", ", labels.Take(MostNamed));
        return labels.Length > MostNamed ? string.Create(CultureInfo.InvariantCulture, $"{named} and {labels.Length - MostNamed} more") : named;
    }

    private void Say(string text) => HostWarning.Say(cmdlet, text);

    private sealed record Sent(int Number, string Label);
}
