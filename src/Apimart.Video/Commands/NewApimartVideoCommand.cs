using System.Collections.Immutable;
using System.Management.Automation;
using Apimart.Video.Account;
using Apimart.Video.Api;
using Apimart.Video.Binding;
using Apimart.Video.Chains;
using Apimart.Video.Completion;
using Apimart.Video.Downloads;
using Apimart.Video.Films;
using Apimart.Video.Images;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Planning;
using Apimart.Video.Polling;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;
using Apimart.Video.Views;

namespace Apimart.Video.Commands;

/// <summary>Submits a video to be made, for each prompt.</summary>
[Cmdlet(VerbsCommon.New, "ApimartVideo", SupportsShouldProcess = true, DefaultParameterSetName = LineSet)]
[OutputType(typeof(ApimartTask))]
public sealed class NewApimartVideoCommand : VideoRowsCommand
{
    private readonly HashSet<string> _jobs = new(StringComparer.OrdinalIgnoreCase);
    private readonly BudgetTurns _turns = new();
    private readonly PlanCounter _foreseen = new();
    private readonly SubmitsInFlight _underWay;
    private ChainSubmits? _chains;
    private CostGuard? _budget;
    private VideoPlanner? _planner;
    private RowStop? _stop;
    private bool _toldUnrecorded;

    /// <summary>Creates the cmdlet; PowerShell does.</summary>
    public NewApimartVideoCommand()
    {
        _underWay = new SubmitsInFlight(this);
    }

    /// <summary>The model that makes it.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = LineSet)]
    [Parameter(Position = 1, ParameterSetName = RowSet)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [TextTransformation]
    [AllowEmptyString]
    public string Model { get; set; } = string.Empty;

    private protected override IReadOnlyList<string> AskedModels => Model.Length == 0 ? [] : [Model];

    private bool IsWhatIf => LanguagePrimitives.IsTrue(
        MyInvocation.BoundParameters.GetValueOrDefault("WhatIf") ?? GetVariableValue("WhatIfPreference"));

    private RowPreparer Preparer => Preparers[0];

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

        if (HasRows && Preparer.Binder.ModelIsTyped && !SkipValidation)
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
        Tell(row);
        if (row.Error is { } error)
        {
            Refuse(row, error);
        }

        foreach (PreparedVideo video in row.Videos)
        {
            if (_planner is not null)
            {
                SubmitOptions options = OptionsOf(row, video, _budget);
                Foresee(
                    stopping => _planner.PlanAsync(video.Request, options, stopping),
                    plan => Say(plan, row, video),
                    row);
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
        ChainRun? run = any ? new ChainRun(Client, new WatchOptions { History = Advice }, NewFrames()) : null;
        foreach ((string id, ApimartTask task) in Picks?.All ?? [])
        {
            run?.Accepted(id, task);
        }

        ChainSubmits chains = _chains = new ChainSubmits(ThrottleLimit, run);
        foreach (PreparedRow row in rows)
        {
            Tell(row);
            if (row.Error is { } error)
            {
                Refuse(row, error);
            }
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
            SayForeseen(PlanText.Sum(_foreseen.ToTotal(isComparison: false, MaxCost).All, MaxCost));
        }
    }

    /// <inheritdoc/>
    protected override void TellLeft(TimeSpan limit) => _underWay.TellStop(limit);

    /// <inheritdoc/>
    protected override void TellEnd() => _underWay.TellEnd(_jobs);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _chains?.Dispose();
        _budget?.Dispose();
    }

    private bool IsWanted(PreparedVideo video) =>
        ShouldProcess(DescribeRequest(video.Request), DescribeRequest(video.Request), "Submit a video");

    /// <summary>What takes last frames where ffmpeg is on PATH; the saved video counts, and failing that it is fetched for this alone.</summary>
    private LastFrames? NewFrames()
    {
        if (FfmpegProgram.FindOrNull() is not { } ffmpeg)
        {
            return null;
        }

        ApimartClient client = Client;
        JournalAdvice advice = Advice;
        ModelCatalogue catalogue = Catalogue;
        SaverConnection connection = new() { BaseUri = Connection.BaseUri, Proxy = Connection.CreateProxy(), ApiKey = Connection.PlainKey() };
        return new LastFrames(ffmpeg, async (task, folder, stop) =>
        {
            if (advice.SavedOf(task.TaskId).FirstOrDefault(saved => saved.Index == 0 && new FileInfo(saved.Path) is { Exists: true } file && file.Length == saved.Length) is { } there)
            {
                return there.Path;
            }

            using VideoSaver saver = new(connection, client.GetTaskAsync, new SaveOptions { Directory = folder, FileName = "{TaskId}", Catalogue = catalogue });
            return (await saver.SaveAsync(task, progress: null, stop).ConfigureAwait(false))[0].Path;
        });
    }

    /// <summary>What is wrong on the line is wrong with every row: it is told once, before any.</summary>
    private void CheckLine()
    {
        try
        {
            Dictionary<string, object?> typed = Preparer.Binder.TypedParameters();
            ImagePaths.Open(this, typed, Pictures, Catalogue);
            ImmutableArray<RequestProblem> problems = Catalogue.CheckValues(new VideoRequest { Model = Model, Prompt = Prompt, Parameters = typed }, Connection.BaseUri);
            if (problems.Length > 0)
            {
                throw new RequestRefusedException(problems);
            }
        }
        catch (Exception wrong) when (wrong is RequestRefusedException or ImageException)
        {
            ThrowTerminatingError(ApimartErrors.From(wrong, target: null));
        }
    }

    /// <summary>Tells what is wrong with a row, and keeps it with its job, so that it can be seen later.</summary>
    private void Refuse(PreparedRow row, ErrorRecord error)
    {
        ErrorRecord told = row.Label is { } label ? ApimartErrors.OfRow(error, label, row.Row!.Input) : error;
        if (_planner is not null)
        {
            PlannedVideo plan = row.ToRefused(error);
            Foresee(_ => Task.FromResult(plan), _ => WriteError(told), row);
            return;
        }

        WriteError(told);
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

        ITaskJournal journal = Journal;
        UnsentRow refused = new()
        {
            Job = job,
            Row = row.Cells,
            Model = row.Model,
            Prompt = row.Prompt,
            Code = error.FullyQualifiedErrorId,
            Message = error.Exception.Message,
        };
        Start(
            async _ =>
            {
                try
                {
                    await journal.RecordRefusedAsync(refused).ConfigureAwait(false);
                }
                catch (ApimartException unrecorded)
                {
                    Post(() => TellUnrecorded(unrecorded));
                }
            },
            target: null);
    }

    private void TellUnrecorded(ApimartException fault)
    {
        if (!_toldUnrecorded)
        {
            _toldUnrecorded = true;
            WriteWarning($"The rows that were refused are not in the journal: {fault.Message}");
        }
    }

    /// <summary>Says what the real run would do with a row, one after the other, so that a limit of the spend falls as it would.</summary>
    private void Foresee(Func<CancellationToken, Task<PlannedVideo>> plan, Action<PlannedVideo> say, PreparedRow row) => StartInTurn(
        async stopping =>
        {
            PlannedVideo foreseen = await plan(stopping).ConfigureAwait(false);
            Post(() =>
            {
                _foreseen.Add(foreseen);
                say(foreseen);
            });
        },
        row.Prompt);

    private void ForeseeChains(IReadOnlyList<PreparedRow> rows) => StartInTurn(
        async stopping =>
        {
            var plans = await ChainForecast
                .PlanAsync(rows, _planner!, (row, video, counts) => OptionsOf(row, video, counts ? _budget : null), stopping)
                .ConfigureAwait(false);
            Post(() =>
            {
                foreach (ForeseenVideo foreseen in plans)
                {
                    Tell(foreseen.Row);
                    _foreseen.Add(foreseen.Plan);
                    if (foreseen.Video is { } video)
                    {
                        Say(foreseen.Plan, foreseen.Row, video);
                    }
                    else if (foreseen.Row.Error is { } error)
                    {
                        WriteError(foreseen.Row.Label is { } label ? ApimartErrors.OfRow(error, label, foreseen.Row.Row!.Input) : error);
                    }
                }
            });
        },
        target: null);

    private void Say(PlannedVideo plan, PreparedRow row, PreparedVideo video) =>
        SayForeseen(PlanText.Foreseen(plan, row.Label, DescribeRequest(video.Request)));

    private void SayForeseen(string text) => ShouldProcess(text, text, "Submit a video");

    private void Submit(PreparedRow row, PreparedVideo video, ChainSubmits.Slot? slot = null)
    {
        ApimartClient client = Client;
        TellNewJob(row.JobName);
        PreparedRequest request = video.Request;
        if (IsWornOut(row, video))
        {
            WriteWarning($"{(row.Label is { } name ? $"{name}: " : string.Empty)}It failed {MaximumAttempt} {(MaximumAttempt == 1 ? "time" : "times")}, as often as -MaximumAttempt allows; it is not made again.");
        }

        object sent = new();

        // What waits for another video decides when that is there: rows behind it must not wait for their turn until then.
        BudgetTurns.Turn? turn = video.Before is null ? _turns.Next() : null;
        SubmitOptions options = OptionsOf(
            row,
            video,
            _budget,
            turn,
            () => _underWay.Begin(sent, row.Row?.Number ?? 0, row.Label ?? SubmitsInFlight.Name(request.Prompt)),
            warning => Post(() => WriteWarning(row.Label is { } label ? $"{label}: {warning}" : warning)),
            slot is null ? null : slot.FollowAsync);
        Start(
            async stopping =>
            {
                try
                {
                    await (slot?.BeginAsync() ?? Task.CompletedTask).ConfigureAwait(false);
                    if (_stop is not null)
                    {
                        Post(() => _stop.Add(row.Row));
                        return;
                    }

                    ApimartTask accepted = await client.SubmitAsync(request, options, stopping).ConfigureAwait(false);
                    ApimartTask task = accepted with { Input = row.Row?.Input };
                    slot?.Accepted(task);
                    Post(() =>
                    {
                        if (task.WorkedOnBy is { } machine)
                        {
                            PassOver(task, machine);
                            return;
                        }

                        WriteVerbose($"{task.TaskId} is {task.StatusText ?? "submitted"}: {task.Prompt}");
                        WriteObject(task);
                    });
                }
                catch (ChainBrokenException broken) when (broken.Elsewhere is { } machine)
                {
                    Post(() => PassOver(new ApimartTask { TaskId = string.Empty, Prompt = request.Prompt, JobName = options.JobName }, machine));
                    slot?.Failed(broken);
                }
                catch (Exception fault) when (row.Row is { } piped && fault is not OperationCanceledException)
                {
                    ErrorRecord cause = ApimartErrors.From(fault, target: null);
                    Post(() => Fail(row, cause, fault, piped));
                    slot?.Failed(fault);
                }
                finally
                {
                    turn?.End();
                    _underWay.End(sent);
                    slot?.Dispose();
                }
            },
            request.Prompt,
            slot is null ? ThrottleLimit : int.MaxValue,
            row.Label ?? SubmitsInFlight.Name(request.Prompt));
    }

    /// <summary>Where machines share a journal a row belongs to the one that claimed it: that one waits for it and saves it.</summary>
    private void PassOver(ApimartTask task, string machine)
    {
        WriteVerbose($"{(task.TaskId.Length > 0 ? task.TaskId : "The row")} is passed over, since {machine} works on it or has saved it: {task.Prompt}");
        Line.PassOver(task.JobName!);
    }

    /// <summary>A refused key, an empty balance or a journal on a share befalls every row alike: nothing more is sent, and the number of rows left is told at the end.</summary>
    private void Fail(PreparedRow row, ErrorRecord cause, Exception fault, PipedRow piped)
    {
        ErrorRecord told = ApimartErrors.OfRow(cause, row.Label!, piped.Input);
        bool isBroken = fault is ChainBrokenException;
        if (fault is ApimartException { Kind: ApimartErrorKind.Authentication or ApimartErrorKind.Payment or ApimartErrorKind.JournalShared }
            || (isBroken && _stop is not null))
        {
            (_stop ??= new RowStop(told, piped)).Add(piped);
            return;
        }

        WriteError(told);
        if (isBroken)
        {
            KeepUnsent(row, cause);
        }
    }

    /// <summary>A job that was expected to go on and is new here may be paid for twice: its journal may lie elsewhere.</summary>
    private void TellNewJob(string? job)
    {
        Note(job);
        if (job is null || !_jobs.Add(job))
        {
            return;
        }

        try
        {
            if (!Journal.HasJob(job))
            {
                WriteVerbose($"The job {job} is new to the journal {Journal.Path}.");
            }
        }
        catch (ApimartException unreadable) when (unreadable.Kind == ApimartErrorKind.JournalUnavailable)
        {
            // The submit itself says so.
        }
    }

    private string DescribeRequest(PreparedRequest request)
    {
        PreparedRequest shown = request.ToShown();
        return $"POST {new Uri(Connection.BaseUri, shown.Route)} {System.Text.Encoding.UTF8.GetString(shown.Body.Span)}";
    }
}
