using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using Apimart.Video.Account;
using Apimart.Video.Api;
using Apimart.Video.Images;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Tasks;

namespace Apimart.Video.Commands;

/// <summary>Submits a video to be made, for each prompt.</summary>
[Cmdlet(VerbsCommon.New, "ApimartVideo", SupportsShouldProcess = true)]
[OutputType(typeof(ApimartTask))]
public sealed class NewApimartVideoCommand : ConnectedCommand, IDynamicParameters
{
    private readonly RowCounter _rows = new();
    private readonly HashSet<string> _jobs = new(StringComparer.OrdinalIgnoreCase);
    private readonly ImageFiles _images = new();
    private readonly HashSet<string> _toldNames = [];
    private ModelParameters? _modelParameters;
    private PriceClient? _prices;
    private CostGuard? _budget;
    private RowShard? _shard;
    private int _row;

    /// <summary>What the video shows.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [PromptTransformation]
    [AllowEmptyString]
    public string Prompt { get; set; } = string.Empty;

    /// <summary>The model that makes it.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [AllowEmptyString]
    public string Model { get; set; } = string.Empty;

    /// <summary>Fields for the request's body by their name on the wire, sent as they are.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable AdditionalParameter { get; set; } = [];

    /// <summary>Sends what the catalogue refuses, with a warning instead.</summary>
    [Parameter]
    public SwitchParameter SkipValidation { get; set; }

    /// <summary>The batch the video belongs to. A row of the batch that was submitted before is not submitted again.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(JobNameCompleter))]
    public string? JobName { get; set; }

    /// <summary>Which video of the row is wanted, counted from 1; several numbers make several videos.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
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
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    [EarlierTaskTransformation]
    public ApimartTask? ContinueTask { get; set; }

    /// <summary>What the videos of this line, and with -JobName of all runs of the job, may cost in US dollars.</summary>
    [Parameter]
    [ValidateRange(0.0, 1e9)]
    public decimal? MaxCost { get; set; }

    /// <summary>What a video counts for -MaxCost whose price is not known, in US dollars; without it such a video is not sent.</summary>
    [Parameter]
    [ValidateRange(0.0, 1e9)]
    public decimal? AssumedCost { get; set; }

    /// <summary>How many requests may be under way at once.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 4;

    /// <summary>The parameters of the model, or of all models where the model comes with each row.</summary>
    public object GetDynamicParameters()
    {
        ModelCatalogue catalogue = Catalogue;
        _modelParameters = catalogue.TryFind(Model, out VideoModel? model)
            ? ModelParameters.Of(model, validate: !SkipValidation, rows: MyInvocation.ExpectingInput, continues: ContinueTask is not null)
            : ModelParameters.OfAll(catalogue);
        return _modelParameters.Definitions;
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            _shard = Shard is null ? null : RowShard.Parse(Shard);
        }
        catch (ArgumentException wrong)
        {
            ThrowTerminatingError(ApimartErrors.InvalidArgument(wrong, Shard));
        }

        Dictionary<string, object?> given = _modelParameters?.Begin() ?? [];
        if (!MyInvocation.ExpectingInput || Model.Length == 0 || SkipValidation)
        {
            return;
        }

        try
        {
            ImmutableArray<RequestProblem> problems = Catalogue.CheckValues(MakeRequest(given), Connection.BaseUri);
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
        _row++;
        PreparedRequest prepared;
        try
        {
            prepared = Catalogue.Prepare(MakeRequest(_modelParameters?.TakeRow() ?? []), Connection.BaseUri);
        }
        catch (RequestRefusedException refused)
        {
            WriteError(ApimartErrors.RequestRefused(refused, MyInvocation.ExpectingInput ? _row : null));
            return;
        }
        catch (ImageException unusable)
        {
            WriteError(ApimartErrors.ImageFault(unusable));
            return;
        }
        catch (ArgumentException wrong)
        {
            WriteError(ApimartErrors.InvalidArgument(wrong, AdditionalParameter));
            return;
        }

        foreach (RequestProblem warning in prepared.Warnings)
        {
            if (warning.ErrorId != RequestProblem.OlderName)
            {
                WriteWarning($"{warning.Message} It is sent as it is.");
            }
            else if (_toldNames.Add(warning.Message))
            {
                WriteWarning(warning.Message);
            }
        }

        foreach (int take in Take.Distinct())
        {
            // Counted before it is left out: which of equal rows this is must not depend on who takes it.
            int occurrence = _rows.Next(prepared, take);
            if (_shard is { } shard && !shard.Takes(prepared))
            {
                WriteVerbose($"Left to another shard than {shard}: {prepared.Prompt}");
            }
            else if (ShouldProcess(DescribeRequest(prepared), DescribeRequest(prepared), "Submit a video"))
            {
                Submit(prepared, occurrence, take);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _budget?.Dispose();
        _prices?.Dispose();
    }

    private VideoRequest MakeRequest(Dictionary<string, object?> parameters)
    {
        ImagePaths.Open(this, parameters, _images, Catalogue);
        return new VideoRequest
        {
            Model = Model,
            Prompt = Prompt,
            Parameters = parameters,
            AdditionalParameters = AdditionalParameter.Cast<DictionaryEntry>()
                .ToDictionary(field => field.Key.ToString()!, field => WireValue.From(field.Value)),
            ContinueTask = ContinueTask is null ? null : Recall(ContinueTask),
            SkipValidation = SkipValidation,
        };
    }

    private void Submit(PreparedRequest request, int occurrence, int take)
    {
        ApimartClient client = Client;
        TellNewJob();
        SubmitOptions options = new()
        {
            JobName = string.IsNullOrWhiteSpace(JobName) ? null : JobName.Trim(),
            Occurrence = occurrence,
            Take = take,
            RetryUnknown = RetryUnknown,
            RetryFailed = RetryFailed,
            Budget = Budget(),
            Warn = warning => Post(() => WriteWarning(warning)),
        };
        Start(
            async stopping =>
            {
                ApimartTask task = await client.SubmitAsync(request, options, stopping).ConfigureAwait(false);
                Post(() =>
                {
                    WriteVerbose($"{task.TaskId} is {task.StatusText ?? "submitted"}: {task.Prompt}");
                    WriteObject(task);
                });
            },
            request.Prompt,
            ThrottleLimit);
    }

    /// <summary>A job that was expected to go on and is new here may be paid for twice: its journal may lie elsewhere.</summary>
    private void TellNewJob()
    {
        if (string.IsNullOrWhiteSpace(JobName) || !_jobs.Add(JobName.Trim()))
        {
            return;
        }

        try
        {
            if (!Journal.HasJob(JobName))
            {
                WriteVerbose($"The job {JobName.Trim()} is new to the journal {Journal.Path}.");
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
