using System.Management.Automation;
using Apimart.Video.Account;
using Apimart.Video.Api;
using Apimart.Video.Async;
using Apimart.Video.Binding;
using Apimart.Video.Chains;
using Apimart.Video.Completion;
using Apimart.Video.Images;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Planning;
using Apimart.Video.Polling;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;

namespace Apimart.Video.Commands;

/// <summary>Submits a video to be made, for each prompt.</summary>
[Cmdlet(VerbsCommon.New, "ApimartVideo", SupportsShouldProcess = true, DefaultParameterSetName = LineSet)]
[OutputType(typeof(ApimartTask))]
public sealed class NewApimartVideoCommand : VideoRowsCommand
{
    private readonly HashSet<string> _jobs = new(StringComparer.OrdinalIgnoreCase);
    private readonly ForeseenOutput _foreseen;
    private readonly SubmitsInFlight _inFlight;
    private ChainSubmits? _chains;
    private CostGuard? _budget;
    private VideoPlanner? _planner;
    private RowStop? _stop;
    private bool _toldUnrecorded;
    private bool? _describes;

    /// <summary>Creates the cmdlet; PowerShell does.</summary>
    public NewApimartVideoCommand()
    {
        _inFlight = new SubmitsInFlight(this);
        _foreseen = new ForeseenOutput(this, DescribeRequest);
    }

    /// <summary>The model that makes it.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = LineSet)]
    [Parameter(Position = 1, ParameterSetName = RowSet)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [TextTransformation]
    [AllowEmptyString]
    public string Model { get; set; } = string.Empty;

    private protected override IReadOnlyList<string> AskedModels => Model.Length == 0 ? [] : [Model];

    private bool IsWhatIf => LanguagePrimitives.IsTrue(MyInvocation.BoundParameters.GetValueOrDefault("WhatIf") ?? GetVariableValue("WhatIfPreference"));

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (IsWhatIf || MaxCost is not null)
        {
            // Without a limit of the spend -WhatIf sends nothing at all, not even a question for a price.
            PriceTable prices = Book(offline: MaxCost is null);
            _budget = NewBudget(prices);
            _planner = IsWhatIf ? new VideoPlanner(Journal, prices) : null;
        }

        if (HasRows && Preparers[0].Binder.ModelIsTyped && !SkipValidation)
        {
            CheckLine();
        }
    }

    private protected override bool Skips(PipedRow? row)
    {
        _stop?.Add(row);
        return _stop is not null;
    }

    private protected override void TakeRow(int model, PreparedRow row)
    {
        TellAll(row);
        foreach (PreparedVideo video in row.Videos)
        {
            if (_planner is not null)
            {
                SubmitOptions options = OptionsOf(row, video, _budget);
                StartInTurn(
                    async stopping => Send(new ForeseenVideo(row, video, await _planner.PlanAsync(video.Request, options, stopping).ConfigureAwait(false))),
                    row.Prompt);
            }
            else if (IsWanted(video))
            {
                Submit(row, video);
            }
        }
    }

    /// <summary>Each video is sent as soon as the one before it is there; those of other chains meanwhile.</summary>
    private protected override void TakeChains(int model, IReadOnlyList<PreparedRow> rows)
    {
        if (_planner is not null)
        {
            ForeseeChains(rows);
            return;
        }

        bool any = rows.Any(row => row.Videos.Any(video => video.Before is not null));
        ChainRun? run = any ? new ChainRun(Client, new WatchOptions { History = Advice }, ChainFrames.Of(Client, NewSaverConnection(), Advice, Catalogue)) : null;
        foreach ((string id, ApimartTask task) in Picks?.All ?? [])
        {
            run?.Accepted(id, task);
        }

        ChainSubmits chains = _chains = new ChainSubmits(ThrottleLimit, run);
        foreach (PreparedRow row in rows)
        {
            TellAll(row);
        }

        foreach (PreparedRow row in rows)
        {
            foreach (PreparedVideo video in row.Videos)
            {
                ChainSubmits.Slot slot = chains.Enter(video, row.Label ?? "the line", StopToken);
                if (IsWanted(video))
                {
                    Submit(row, video, slot);
                }
                else
                {
                    slot.Decline();
                }
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndAll()
    {
        if (_stop is not null)
        {
            Line.LeavesRows = true;
            WriteError(_stop.ToError());
        }

        base.EndAll();
        if (_planner is not null && HasRows)
        {
            _foreseen.SaySum(MaxCost);
        }
    }

    /// <inheritdoc/>
    protected override void TellLeft(TimeSpan limit) => _inFlight.TellStop(limit);

    /// <inheritdoc/>
    protected override void TellEnd() => _inFlight.TellEnd(_jobs);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _chains?.Dispose();
        _budget?.Dispose();
    }

    /// <summary>A request is described only where somebody would see it: that takes longer than all else that is done for a row here.</summary>
    private bool IsWanted(PreparedVideo video)
    {
        if (!(_describes ??= Confirmation.IsSeen(this)))
        {
            return true;
        }

        string description = DescribeRequest(video.Request);
        return ShouldProcess(description, description, "Submit a video");
    }

    /// <summary>What is wrong on the line is wrong with every row: it is told once, before any.</summary>
    private void CheckLine()
    {
        try
        {
            Preparers[0].RequireLine(Model, Prompt);
        }
        catch (Exception wrong) when (wrong is RequestRefusedException or ImageException)
        {
            ThrowTerminatingError(ApimartErrors.From(wrong, target: null));
        }
    }

    private void TellAll(PreparedRow row)
    {
        Tell(row);
        if (row.Error is { } error)
        {
            Refuse(row, error);
        }
    }

    /// <summary>Tells what is wrong with a row, and keeps it with its job, so that it can be seen later.</summary>
    private void Refuse(PreparedRow row, ErrorRecord error)
    {
        if (_planner is not null)
        {
            ForeseenVideo refused = new(row, Video: null, row.ToRefused(error));
            StartInTurn(
                _ =>
                {
                    Send(refused);
                    return Task.CompletedTask;
                },
                row.Prompt);
            return;
        }

        WriteError(row.Told(error));
        Note(row.JobName);
        KeepUnsent(row, error);
    }

    /// <summary>Keeps with its job why a row was not sent.</summary>
    private void KeepUnsent(PreparedRow row, ErrorRecord error)
    {
        if (row.JobName is not { } job)
        {
            return;
        }

        // Asked for here and not in the background, so that the journal has the rows in the order in which they came.
        Task recorded = Journal.RecordRefusedAsync(row.ToUnsent(job, error));
        Start(
            async _ =>
            {
                try
                {
                    await recorded.ConfigureAwait(false);
                }
                catch (ApimartException unrecorded)
                {
                    Send(new Unrecorded(unrecorded));
                }
            },
            target: null);
    }

    /// <summary>Takes what came of a submit, or of the plan of one.</summary>
    protected override void Receive(object result)
    {
        switch (result)
        {
            case Submission.Accepted { Task: var task }:
                WriteVerbose($"{task.TaskId} is {task.StatusText ?? "submitted"}: {task.Prompt}");
                WriteObject(task);
                break;
            case Submission.PassedOver passed:
                PassOver(passed.Task, passed.Machine);
                break;
            case Submission.Failed failed:
                Fail(failed);
                break;
            case Submission.Left left:
                _stop!.Add(left.Row);
                break;
            case Unrecorded unrecorded when !_toldUnrecorded:
                _toldUnrecorded = true;
                WriteWarning($"The rows that were refused are not in the journal: {unrecorded.Fault.Message}");
                break;
            case ForeseenVideo foreseen:
                _foreseen.Say(foreseen);
                break;
            case IReadOnlyList<ForeseenVideo> chains:
                foreach (ForeseenVideo foreseen in chains)
                {
                    Tell(foreseen.Row);
                    _foreseen.Say(foreseen);
                }

                break;
        }
    }

    private void ForeseeChains(IReadOnlyList<PreparedRow> rows) => StartInTurn(
        async stopping => Send(await ChainForecast
            .PlanAsync(rows, _planner!, (row, video, counts) => OptionsOf(row, video, counts ? _budget : null), stopping)
            .ConfigureAwait(false)),
        target: null);

    private void Submit(PreparedRow row, PreparedVideo video, ChainSubmits.Slot? slot = null)
    {
        ApimartClient client = Client;
        TellNewJob(row.JobName);
        if (History.IsWornOut(row, video))
        {
            WriteWarning($"{(row.Label is { } name ? $"{name}: " : string.Empty)}It failed {MaximumAttempt} {(MaximumAttempt == 1 ? "time" : "times")}, as often as -MaximumAttempt allows; it is not made again.");
        }

        // What waits for another video decides when that is there: rows behind it must not wait for their turn until then.
        Submission submission = new(row, video, slot, video.Before is null ? _budget?.NextTurn() : null, _inFlight);
        SubmitOptions options = OptionsOf(row, video, _budget, submission, Warn);
        Start(
            stopping => submission.RunAsync(client, options, () => _stop is not null, Send, stopping),
            video.Request.Prompt,
            slot is null ? ThrottleLimit : int.MaxValue,
            submission.Label);
    }

    /// <summary>Where machines share a journal a row belongs to the one that claimed it: that one waits for it and saves it.</summary>
    private void PassOver(ApimartTask task, string machine)
    {
        WriteVerbose($"{(task.TaskId.Length > 0 ? task.TaskId : "The row")} is passed over, since {machine} works on it or has saved it: {task.Prompt}");
        Line.PassOver(task.JobName!);
    }

    /// <summary>A refused key, an empty balance or a journal on a share befalls every row alike: nothing more is sent, and the number of rows left is told at the end.</summary>
    private void Fail(Submission.Failed failed)
    {
        ErrorRecord told = ApimartErrors.OfRow(failed.Cause, failed.Row.Label!, failed.Piped.Input);
        bool isBroken = failed.Fault is ChainBrokenException;
        if (failed.Fault is ApimartException { Kind: ApimartErrorKind.Authentication or ApimartErrorKind.Payment or ApimartErrorKind.JournalShared }
            || (isBroken && _stop is not null))
        {
            (_stop ??= new RowStop(told, failed.Piped)).Add(failed.Piped);
            return;
        }

        WriteError(told);
        if (isBroken)
        {
            KeepUnsent(failed.Row, failed.Cause);
        }
    }

    /// <summary>A job that was expected to go on and is new here may be paid for twice: its journal may lie elsewhere.</summary>
    private void TellNewJob(string? job)
    {
        Note(job);
        if (job is not null && _jobs.Add(job) && History.IsNew(job))
        {
            WriteVerbose($"The job {job} is new to the journal {Journal.Path}.");
        }
    }

    private string DescribeRequest(PreparedRequest request)
    {
        PreparedRequest shown = request.ToShown();
        return $"POST {new Uri(Connection.BaseUri, shown.Route)} {System.Text.Encoding.UTF8.GetString(shown.Body.Span)}";
    }

    /// <summary>That a row was refused could not be kept with its job.</summary>
    private sealed record Unrecorded(ApimartException Fault);
}
