using System.Collections;
using System.Management.Automation;
using Apimart.Video.Account;
using Apimart.Video.Async;
using Apimart.Video.Binding;
using Apimart.Video.Chains;
using Apimart.Video.Completion;
using Apimart.Video.Films;
using Apimart.Video.Images;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Models.Rows;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;

namespace Apimart.Video.Commands;

/// <summary>A cmdlet that takes prompts and rows and makes requests of them, whether these are sent or only planned.</summary>
public abstract class VideoRowsCommand : PipelineCommand, IDynamicParameters
{
    internal const string LineSet = "Line";
    internal const string RowSet = "Row";

    private readonly ImageFiles _images = new();
    private readonly HashSet<string> _toldNames = [];
    private readonly List<RowPreparer> _preparers = [];
    private readonly List<HeldRow[]> _held = [];
    private readonly HashSet<string> _sentNames = new(StringComparer.OrdinalIgnoreCase);
    private ModelParameters? _modelParameters;
    private RowHistory? _history;
    private PriceClient? _prices;
    private PriceTable? _book;
    private int _row;

    private protected VideoRowsCommand()
    {
    }

    /// <summary>What the video shows.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = LineSet)]
    [Parameter(Position = 0, ParameterSetName = RowSet)]
    [PromptTransformation]
    [AllowEmptyString]
    public string Prompt { get; set; } = string.Empty;

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

    /// <summary>The name of the row whose video it goes on from: what that row has in its column Shot, Name or Id.</summary>
    [Parameter]
    [TextTransformation]
    public string? After { get; set; }

    /// <summary>The picks.csv of a gallery: what goes on from a row goes on from the take of it that was picked.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Pick { get; set; }

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

    /// <summary>How often -RetryFailed makes a row in all, over all runs of the job; without it there is no limit.</summary>
    [Parameter]
    [ValidateRange(1, 5)]
    [NumberTransformation(Whole = true)]
    public int? MaximumAttempt { get; set; }

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
    [ArgumentCompleter(typeof(RangeCompleter))]
    [ValidateRange(1, 64)]
    [NumberTransformation(Whole = true)]
    public int ThrottleLimit { get; set; } = 4;

    /// <summary>The models of the line; none where they come with the rows.</summary>
    private protected abstract IReadOnlyList<string> AskedModels { get; }

    /// <summary>What makes requests of rows, for each of the line's models in turn, or once for those of the rows.</summary>
    private protected IReadOnlyList<RowPreparer> Preparers => _preparers;

    /// <summary>The pictures that were opened so far.</summary>
    private protected ImageFiles Pictures => _images;

    /// <summary>The takes that were chosen; null for none.</summary>
    private protected ChainPicks? Picks { get; private set; }

    /// <summary>Whether rows are piped in.</summary>
    private protected bool HasRows => ParameterSetName == RowSet;

    /// <summary>The parameters of the model, or of all models where the model comes with each row.</summary>
    public object GetDynamicParameters()
    {
        ModelCatalogue catalogue = Catalogue;
        bool rows = MyInvocation.ExpectingInput;
        VideoModel[] models = [.. AskedModels.Select(name => catalogue.TryFind(name, out VideoModel? known) ? known : null).OfType<VideoModel>()];
        bool own = models.Length > 0
            && models.Length == AskedModels.Count
            && !(rows && new LineOrDefault(this).IsDefault(MyInvocation.BoundParameters.GetValueOrDefault("Model") ?? AskedModels[0], "Model"));
        _modelParameters = !own ? ModelParameters.OfAll(catalogue.Models, rows)
            : models.Length == 1 ? ModelParameters.Of(models[0], validate: !SkipValidation, rows, continues: ContinueTask is not null)
            : ModelParameters.OfAll(models, rows);
        return _modelParameters.Definitions;
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        RowShard? shard = null;
        try
        {
            shard = Shard is null ? null : RowShard.Parse(Shard);
        }
        catch (ArgumentException wrong)
        {
            ThrowTerminatingError(ApimartErrors.InvalidArgument(wrong, Shard));
        }

        if (MaximumAttempt is not null && !RetryFailed)
        {
            ThrowTerminatingError(ApimartErrors.InvalidArgument(new ArgumentException("-MaximumAttempt goes with -RetryFailed, whose repetitions it limits."), MaximumAttempt));
        }

        if (Pick is not null)
        {
            try
            {
                Picks = PicksFile.Load(this, Pick, Advice);
            }
            catch (ArgumentException wrong)
            {
                ThrowTerminatingError(ApimartErrors.InvalidArgument(wrong, Pick));
            }
        }

        ModelCatalogue catalogue = Catalogue;
        RequestMaker requests = new(this, catalogue, _images, Recall) { AdditionalParameter = AdditionalParameter, SkipValidation = SkipValidation };
        foreach (string? model in AskedModels.DefaultIfEmpty(null))
        {
            RowBinder binder = new(this, catalogue, _modelParameters, OwnColumn, HasRows, model);
            _preparers.Add(new RowPreparer(binder, requests, catalogue, Connection.BaseUri, shard));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessItem()
    {
        base.ProcessItem();
        if (!HasRows)
        {
            TakeInput(row: null);
            return;
        }

        object? input = InputObject?.BaseObject is PSCustomObject ? InputObject : InputObject?.BaseObject;
        if (LanguagePrimitives.GetEnumerable(input) is { } several)
        {
            foreach (object? item in several)
            {
                TakeInput(PipedRow.Read(item, ++_row));
            }
        }
        else
        {
            TakeInput(PipedRow.Read(InputObject, ++_row));
        }
    }

    /// <summary>Whether a row is left out because of what befell the batch.</summary>
    private protected virtual bool Skips(PipedRow? row) => false;

    /// <summary>Takes what became of a row, on the pipeline's thread.</summary>
    /// <param name="model">Which of the line's models counts; 0 where the rows name them.</param>
    /// <param name="row">The row.</param>
    private protected abstract void TakeRow(int model, PreparedRow row);

    /// <summary>Takes rows that may go on from each other, on the pipeline's thread after the last of them came.</summary>
    /// <inheritdoc cref="TakeRow" path="/param"/>
    private protected abstract void TakeChains(int model, IReadOnlyList<PreparedRow> rows);

    /// <summary>
    /// From the first row on that has a column After, blank or not, rows are held until the last came: any of them may be what others go on
    /// from, and of a chain all is sent or nothing. Rows without that column are sent as they come.
    /// </summary>
    private void TakeInput(PipedRow? row)
    {
        if (Skips(row))
        {
            return;
        }

        if (_held.Count > 0 || _preparers[0].Binder.IsChained(row))
        {
            _held.Add([.. _preparers.Select(preparer => preparer.Read(row, AdditionalParameter))]);
            return;
        }

        _sentNames.UnionWith(RowLabel.NamesOf(row?.Cells ?? []));
        for (int model = 0; model < _preparers.Count; model++)
        {
            TakeRow(model, _preparers[model].Prepare(row, AdditionalParameter));
        }
    }

    /// <inheritdoc/>
    protected override void EndItems()
    {
        bool hasFrames = _held.Count > 0 && FfmpegProgram.FindOrNull() is not null;
        for (int model = 0; model < _preparers.Count && _held.Count > 0; model++)
        {
            int at = model;
            TakeChains(model, _preparers[model].PrepareChains([.. _held.Select(row => row[at])], _sentNames, AdditionalParameter, History.Ledger, Picks, hasFrames, History.IsSettled));
        }

        foreach (string told in _preparers.SelectMany(preparer => preparer.Binder.Overruled(severalModels: AskedModels.Count > 1)).Distinct())
        {
            WriteWarning(told);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _prices?.Dispose();
    }

    /// <summary>Tells what the row's requests do although no rule refuses them, and which of them are another shard's.</summary>
    private protected void Tell(PreparedRow row)
    {
        foreach (RequestProblem warning in row.Warnings)
        {
            if (warning.ErrorId != RequestProblem.OlderName)
            {
                WriteWarning($"{(row.Label is { } label ? $"{label}: " : string.Empty)}{warning.Message} {warning.Consequence}");
            }
            else if (_toldNames.Add(warning.Message))
            {
                WriteWarning(warning.Message);
            }
        }

        foreach (string prompt in row.LeftOut)
        {
            WriteVerbose($"Left to another shard than {Shard}: {prompt}");
        }
    }

    /// <summary>What a submit of a row's video is made with.</summary>
    private protected SubmitOptions OptionsOf(
        PreparedRow row,
        PreparedVideo video,
        CostGuard? budget,
        Submission? submission = null,
        Action<string>? warn = null) => new()
    {
        JobName = row.JobName,
        Occurrence = video.Occurrence,
        Take = video.Take,
        Row = row.Input,
        RetryUnknown = RetryUnknown,
        RetryFailed = History.RetriesFailed(row, video),
        Budget = budget,
        Turn = submission?.Turn,
        Leaving = submission is null ? null : submission.Leave,
        Follow = submission?.Follow,
        Warn = warn is null || row.Label is not { } label ? warn : text => warn($"{label}: {text}"),
    };

    /// <summary>What the journal has of the line's rows.</summary>
    private protected RowHistory History => _history ??= new RowHistory(Journal, RetryUnknown, RetryFailed, MaximumAttempt);

    /// <summary>What videos cost.</summary>
    /// <param name="offline">Whether the last prices that are known here are to do.</param>
    private protected PriceTable Book(bool offline)
    {
        if (_book is null && !offline)
        {
            _prices = Prices();
        }

        return _book ??= _prices is null ? PriceTable.Offline(Catalogue) : PriceTable.Of(_prices, Catalogue, Connection.BaseUri.Authority);
    }

    /// <summary>What keeps the spend within -MaxCost; null without it.</summary>
    private protected CostGuard? NewBudget(PriceTable prices) =>
        MaxCost is { } limit ? new CostGuard(limit, AssumedCost, prices, Journal) : null;
}
