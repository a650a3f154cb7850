using System.Collections.Immutable;
using System.Management.Automation;
using Apimart.Video.Account;
using Apimart.Video.Api;
using Apimart.Video.Images;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Planning;
using Apimart.Video.Tasks;

namespace Apimart.Video.Commands;

/// <summary>Submits a video to be made, for each prompt.</summary>
[Cmdlet(VerbsCommon.New, "ApimartVideo", SupportsShouldProcess = true, DefaultParameterSetName = LineSet)]
[OutputType(typeof(ApimartTask))]
public sealed class NewApimartVideoCommand : VideoRowsCommand
{
    private readonly HashSet<string> _jobs = new(StringComparer.OrdinalIgnoreCase);
    private readonly BudgetTurns _turns = new();
    private readonly PlanCounter _foreseen = new();
    private readonly SubmitsUnderWay _underWay;
    private CostGuard? _budget;
    private VideoPlanner? _planner;
    private RowStop? _stop;
    private bool _toldUnrecorded;

    /// <summary>Creates the cmdlet; PowerShell does.</summary>
    public NewApimartVideoCommand()
    {
        _underWay = new SubmitsUnderWay(this);
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
            PriceBook prices = Book(offline: MaxCost is null);
            _budget = NewBudget(prices);
            _planner = IsWhatIf ? new VideoPlanner(Journal, prices) : null;
        }

        if (HasRows && Preparer.Binder.ModelIsTyped && !SkipValidation)
        {
            CheckLine();
        }
    }

    private protected override void TakeRow(PipedRow? row)
    {
        if (_stop is not null)
        {
            _stop.Add(row);
            return;
        }

        PreparedRow prepared = Preparer.Prepare(row, AdditionalParameter);
        Tell(prepared);
        if (prepared.Error is { } error)
        {
            Refuse(prepared, error);
        }

        foreach (PreparedVideo video in prepared.Videos)
        {
            if (_planner is not null)
            {
                SubmitOptions options = OptionsOf(prepared, video, _budget);
                string request = DescribeRequest(video.Request);
                Foresee(
                    stopping => _planner.PlanAsync(video.Request, options, stopping),
                    plan => SayForeseen(PlanText.Foreseen(plan, prepared.Label, request)),
                    prepared);
            }
            else if (ShouldProcess(DescribeRequest(video.Request), DescribeRequest(video.Request), "Submit a video"))
            {
                Submit(prepared, video);
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
        _budget?.Dispose();
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

    private void SayForeseen(string text) => ShouldProcess(text, text, "Submit a video");

    private void Submit(PreparedRow row, PreparedVideo video)
    {
        ApimartClient client = Client;
        TellNewJob(row.JobName);
        PreparedRequest request = video.Request;
        object sent = new();
        BudgetTurns.Turn turn = _turns.Next();
        SubmitOptions options = OptionsOf(
            row,
            video,
            _budget,
            turn,
            () => _underWay.Begin(sent, row.Row?.Number ?? 0, row.Label ?? SubmitsUnderWay.Name(request.Prompt)),
            warning => Post(() => WriteWarning(row.Label is { } label ? $"{label}: {warning}" : warning)));
        Start(
            async stopping =>
            {
                try
                {
                    if (_stop is not null)
                    {
                        Post(() => _stop.Add(row.Row));
                        return;
                    }

                    ApimartTask accepted = await client.SubmitAsync(request, options, stopping).ConfigureAwait(false);
                    ApimartTask task = accepted with { Input = row.Row?.Input };
                    Post(() =>
                    {
                        WriteVerbose($"{task.TaskId} is {task.StatusText ?? "submitted"}: {task.Prompt}");
                        WriteObject(task);
                    });
                }
                catch (Exception fault) when (row.Row is { } piped && fault is not OperationCanceledException)
                {
                    ErrorRecord told = ApimartErrors.OfRow(ApimartErrors.From(fault, target: null), row.Label!, piped.Input);
                    Post(() => Fail(told, fault, piped));
                }
                finally
                {
                    turn.End();
                    _underWay.End(sent);
                }
            },
            request.Prompt,
            ThrottleLimit,
            row.Label ?? SubmitsUnderWay.Name(request.Prompt));
    }

    /// <summary>A refused key, an empty balance or a journal on a share befalls every row alike: nothing more is sent, and the number of rows left is told at the end.</summary>
    private void Fail(ErrorRecord told, Exception fault, PipedRow row)
    {
        if (fault is not ApimartException { Kind: ApimartErrorKind.Authentication or ApimartErrorKind.Payment or ApimartErrorKind.JournalShared })
        {
            WriteError(told);
        }
        else if (_stop is null)
        {
            _stop = new RowStop(told, row);
        }
        else
        {
            _stop.Add(row);
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
        PreparedRequest shown = request.WithLinks(request.Images.Select(image => image.File.Path));
        return $"POST {new Uri(Connection.BaseUri, shown.Route)} {System.Text.Encoding.UTF8.GetString(shown.Body.Span)}";
    }
}
