using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using Apimart.Video.Account;
using Apimart.Video.Api;
using Apimart.Video.Images;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Models.Rows;
using Apimart.Video.Tasks;

namespace Apimart.Video.Commands;

/// <summary>Submits a video to be made, for each prompt.</summary>
[Cmdlet(VerbsCommon.New, "ApimartVideo", SupportsShouldProcess = true, DefaultParameterSetName = LineSet)]
[OutputType(typeof(ApimartTask))]
public sealed class NewApimartVideoCommand : ConnectedCommand, IDynamicParameters
{
    private const string LineSet = "Line";
    private const string RowSet = "Row";

    private readonly RowCounter _rows = new();
    private readonly HashSet<string> _jobs = new(StringComparer.OrdinalIgnoreCase);
    private readonly ImageFiles _images = new();
    private readonly HashSet<string> _toldNames = [];
    private readonly RowNameCounter _names = new();
    private ModelParameters? _modelParameters;
    private PriceClient? _prices;
    private CostGuard? _budget;
    private RowShard? _shard;
    private RowBinder? _binder;
    private RequestMaker? _requests;
    private RowStop? _stop;
    private readonly SubmitsUnderWay _underWay;
    private int _row;
    private bool _toldUnrecorded;

    /// <summary>Creates the cmdlet; PowerShell does.</summary>
    public NewApimartVideoCommand()
    {
        _underWay = new SubmitsUnderWay(this);
    }

    /// <summary>What the video shows.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = LineSet)]
    [Parameter(Position = 0, ParameterSetName = RowSet)]
    [PromptTransformation]
    [AllowEmptyString]
    public string Prompt { get; set; } = string.Empty;

    /// <summary>The model that makes it.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = LineSet)]
    [Parameter(Position = 1, ParameterSetName = RowSet)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [TextTransformation]
    [AllowEmptyString]
    public string Model { get; set; } = string.Empty;

    /// <summary>A prompt, a picture's file, or a row: an object whose properties are the video's parameters.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = RowSet)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Columns that are your own although their names are near a parameter's; they stay with the row.</summary>
    [Parameter]
    public string[] OwnColumn { get; set; } = [];

    /// <summary>Fields for the request's body by their name on the wire, sent as they are.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable AdditionalParameter { get; set; } = [];

    /// <summary>Sends what the catalogue refuses, with a warning instead.</summary>
    [Parameter]
    public SwitchParameter SkipValidation { get; set; }

    /// <summary>The batch the video belongs to. A row of the batch that was submitted before is not submitted again.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(JobNameCompleter))]
    [TextTransformation]
    public string? JobName { get; set; }

    /// <summary>Which video of the row is wanted, counted from 1; several numbers make several videos.</summary>
    [Parameter]
    [TakeTransformation]
    [ValidateRange(1, 9999)]
    public int[] Take { get; set; } = [1];

    /// <summary>The part of the rows that this run takes, such as 3/8; other machines run the same line for the other parts.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Shard { get; set; }

    /// <summary>Sends rows whose outcome is unknown again, with the same bytes and the same Idempotency-Key.</summary>
    [Parameter]
    public SwitchParameter RetryUnknown { get; set; }

    /// <summary>Submits rows of the batch again whose task failed; a failed task is not charged.</summary>
    [Parameter]
    public SwitchParameter RetryFailed { get; set; }

    /// <summary>The finished task that the video goes on from: a task, a task id, or an object with TaskId or Id.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    [EarlierTaskTransformation]
    public ApimartTask? ContinueTask { get; set; }

    /// <summary>What the videos of this line, and with -JobName of all runs of the job, may cost in US dollars.</summary>
    [Parameter]
    [ValidateRange(0.0, 1e9)]
    [NumberTransformation]
    public decimal? MaxCost { get; set; }

    /// <summary>What a video counts for -MaxCost whose price is not known, in US dollars; without it such a video is not sent.</summary>
    [Parameter]
    [ValidateRange(0.0, 1e9)]
    [NumberTransformation]
    public decimal? AssumedCost { get; set; }

    /// <summary>How many requests may be under way at once.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    [NumberTransformation(Whole = true)]
    public int ThrottleLimit { get; set; } = 4;

    /// <summary>The parameters of the model, or of all models where the model comes with each row.</summary>
    public object GetDynamicParameters()
    {
        ModelCatalogue catalogue = Catalogue;
        bool rows = MyInvocation.ExpectingInput;
        bool own = catalogue.TryFind(Model, out VideoModel? model) && !(rows && new LineOrDefault(this).IsDefault(Model, nameof(Model)));
        _modelParameters = own
            ? ModelParameters.Of(model!, validate: !SkipValidation, rows, continues: ContinueTask is not null)
            : ModelParameters.OfAll(catalogue, rows);
        return _modelParameters.Definitions;
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        bool rows = ParameterSetName == RowSet;
        _binder = new RowBinder(this, Catalogue, _modelParameters, OwnColumn, rows);
        _requests = new RequestMaker(this, Catalogue, _images, Recall) { AdditionalParameter = AdditionalParameter, SkipValidation = SkipValidation };
        try
        {
            _shard = Shard is null ? null : RowShard.Parse(Shard);
        }
        catch (ArgumentException wrong)
        {
            ThrowTerminatingError(ApimartErrors.InvalidArgument(wrong, Shard));
        }

        if (!rows || !_binder.ModelIsTyped || SkipValidation)
        {
            return;
        }

        try
        {
            Dictionary<string, object?> typed = _binder.TypedParameters();
            ImagePaths.Open(this, typed, _images, Catalogue);
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

    /// <inheritdoc/>
    protected override void ProcessItem()
    {
        if (ParameterSetName != RowSet)
        {
            TakeRow(row: null);
            return;
        }

        object? input = InputObject?.BaseObject is PSCustomObject ? InputObject : InputObject?.BaseObject;
        if (LanguagePrimitives.GetEnumerable(input) is { } several)
        {
            foreach (object? item in several)
            {
                TakeRow(PipedRow.Read(item, ++_row));
            }
        }
        else
        {
            TakeRow(PipedRow.Read(InputObject, ++_row));
        }
    }

    /// <inheritdoc/>
    protected override void EndItems()
    {
        foreach (string told in _binder?.Overruled() ?? [])
        {
            WriteWarning(told);
        }
    }

    /// <inheritdoc/>
    protected override void EndAll()
    {
        if (_stop is not null)
        {
            WriteError(_stop.ToError());
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
        _prices?.Dispose();
    }

    private void TakeRow(PipedRow? row)
    {
        RowReading? reading = null;
        InputRow? input = null;
        try
        {
            if (_stop is not null)
            {
                _stop.Add(row);
                return;
            }

            if (row?.Fault is { } fault)
            {
                Refuse(row, Name(row, prompt: null), reading, ApimartErrors.InvalidRow(fault));
                return;
            }

            reading = _binder!.Read(row);
            input = Name(row, reading.Prompt);
            (VideoRequest request, int[] takes) = _requests!.Make(reading, isRow: row is not null);
            PreparedRequest prepared = Catalogue.Prepare(request, Connection.BaseUri);
            foreach (RequestProblem warning in prepared.Warnings)
            {
                if (warning.ErrorId != RequestProblem.OlderName)
                {
                    WriteWarning($"{(row is null ? string.Empty : $"{row.Label(reading.Prompt)}: ")}{warning.Message} {warning.Consequence}");
                }
                else if (_toldNames.Add(warning.Message))
                {
                    WriteWarning(warning.Message);
                }
            }

            foreach (int take in takes)
            {
                Send(prepared, take, reading.JobName, row, input is null ? null : input with { Columns = CarriedColumns.Of(reading.Carried) });
            }
        }
        catch (Exception wrong) when (wrong is RequestRefusedException or ImageException or ArgumentException or ScriptBlockException or ArgumentTransformationMetadataException)
        {
            object? target = wrong is ArgumentException ? AdditionalParameter : null;
            Refuse(row, input ?? Name(row, prompt: null), reading, ApimartErrors.From(wrong, target));
        }
    }

    private InputRow? Name(PipedRow? row, string? prompt) =>
        row is null ? null : _names.Count(new InputRow(row.Number, CarriedColumns.Of(row.Cells)), prompt);

    /// <summary>Tells what is wrong with a row, and keeps it with its job, so that it can be seen later.</summary>
    private void Refuse(PipedRow? row, InputRow? input, RowReading? reading, ErrorRecord fault)
    {
        WriteError(Of(row, fault, reading?.Prompt));
        if ((reading is null ? JobName : reading.JobName) is not { } job || string.IsNullOrWhiteSpace(job) || IsWhatIf)
        {
            return;
        }

        TaskJournal journal = Journal;
        UnsentRow refused = new()
        {
            Job = job,
            Row = input,
            Model = reading?.Model,
            Prompt = reading?.Prompt,
            Code = fault.FullyQualifiedErrorId,
            Message = fault.Exception.Message,
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

    private bool IsWhatIf => LanguagePrimitives.IsTrue(
        MyInvocation.BoundParameters.GetValueOrDefault("WhatIf") ?? GetVariableValue("WhatIfPreference"));

    private static ErrorRecord Of(PipedRow? row, ErrorRecord fault, string? prompt) =>
        row is null ? fault : ApimartErrors.OfRow(fault, row.Label(prompt), row.Input);

    private void Send(PreparedRequest prepared, int take, string? job, PipedRow? row, InputRow? input)
    {
        // Counted before it is left out: which of equal rows this is must not depend on who takes it.
        int occurrence = _rows.Next(prepared, take);
        if (_shard is { } shard && !shard.Takes(prepared))
        {
            WriteVerbose($"Left to another shard than {shard}: {prepared.Prompt}");
        }
        else if (ShouldProcess(DescribeRequest(prepared), DescribeRequest(prepared), "Submit a video"))
        {
            Submit(prepared, occurrence, take, job, row, input);
        }
    }

    private void Submit(PreparedRequest request, int occurrence, int take, string? job, PipedRow? row, InputRow? input)
    {
        ApimartClient client = Client;
        TellNewJob(job);
        object sent = new();
        SubmitOptions options = new()
        {
            JobName = string.IsNullOrWhiteSpace(job) ? null : job.Trim(),
            Occurrence = occurrence,
            Take = take,
            Row = input,
            RetryUnknown = RetryUnknown,
            RetryFailed = RetryFailed,
            Budget = Budget(),
            Leaving = () => _underWay.Begin(sent, row?.Number ?? 0, row?.Label(request.Prompt) ?? SubmitsUnderWay.Name(request.Prompt)),
            Warn = warning => Post(() => WriteWarning(row is null ? warning : $"{row.Label(request.Prompt)}: {warning}")),
        };
        Start(
            async stopping =>
            {
                try
                {
                    if (_stop is not null)
                    {
                        Post(() => _stop.Add(row));
                        return;
                    }

                    ApimartTask accepted = await client.SubmitAsync(request, options, stopping).ConfigureAwait(false);
                    ApimartTask task = accepted with { Input = row?.Input };
                    Post(() =>
                    {
                        WriteVerbose($"{task.TaskId} is {task.StatusText ?? "submitted"}: {task.Prompt}");
                        WriteObject(task);
                    });
                }
                catch (Exception fault) when (row is not null && fault is not OperationCanceledException)
                {
                    ErrorRecord told = Of(row, ApimartErrors.From(fault, target: null), request.Prompt);
                    Post(() => Fail(told, fault, row));
                }
                finally
                {
                    _underWay.End(sent);
                }
            },
            request.Prompt,
            ThrottleLimit);
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
        if (string.IsNullOrWhiteSpace(job) || !_jobs.Add(job.Trim()))
        {
            return;
        }

        try
        {
            if (!Journal.HasJob(job))
            {
                WriteVerbose($"The job {job.Trim()} is new to the journal {Journal.Path}.");
            }
        }
        catch (ApimartException unreadable) when (unreadable.Kind == ApimartErrorKind.JournalUnavailable)
        {
            // The submit itself says so.
        }
    }

    private CostGuard? Budget()
    {
        if (MaxCost is { } limit && _budget is null)
        {
            _prices = Prices();
            _budget = new CostGuard(limit, AssumedCost, _prices, Catalogue, Journal);
        }

        return _budget;
    }

    private string DescribeRequest(PreparedRequest request)
    {
        PreparedRequest shown = request.WithLinks(request.Images.Select(image => image.File.Path));
        return $"POST {new Uri(Connection.BaseUri, shown.Route)} {System.Text.Encoding.UTF8.GetString(shown.Body.Span)}";
    }
}
