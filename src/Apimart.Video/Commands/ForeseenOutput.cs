using System.Management.Automation;
using Apimart.Video.Binding;
using Apimart.Video.Models;
using Apimart.Video.Planning;
using Apimart.Video.Views;

namespace Apimart.Video.Commands;

/// <summary>Says what the real run would do with rows, one after the other, so that a limit of the spend falls as it would.</summary>
/// <param name="cmdlet">What says it, as -WhatIf does.</param>
/// <param name="describe">How a request is shown.</param>
internal sealed class ForeseenOutput(PSCmdlet cmdlet, Func<PreparedRequest, string> describe)
{
    private readonly PlanCounter _counter = new();

    internal void Say(ForeseenVideo foreseen)
    {
        _counter.Add(foreseen.Plan);
        if (foreseen.Video is { } video)
        {
            Say(PlanText.Foreseen(foreseen.Plan, foreseen.Row.Label, describe(video.Request)));
        }
        else if (foreseen.Row.Error is { } error)
        {
            cmdlet.WriteError(foreseen.Row.Told(error));
        }
    }

    /// <summary>Says what all of them come to.</summary>
    internal void SaySum(decimal? limit) => Say(PlanText.Sum(_counter.ToTotal(isComparison: false, limit).All, limit));

    private void Say(string text) => cmdlet.ShouldProcess(text, text, "Submit a video");
}
