using System.Management.Automation;
using Apimart.Video.Account;
using Apimart.Video.Binding;
using Apimart.Video.Chains;
using Apimart.Video.Completion;
using Apimart.Video.Planning;
using Apimart.Video.Submits;

namespace Apimart.Video.Commands;

/// <summary>Tells what New-ApimartVideo would do with the same line: what would be sent, what it costs, and what stands against it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ApimartVideo", DefaultParameterSetName = LineSet)]
[OutputType(typeof(PlannedVideo))]
public sealed class TestApimartVideoCommand : VideoRowsCommand
{
    private readonly PlanCounter _counter = new();
    private readonly List<CostGuard?> _budgets = [];
    private VideoPlanner? _planner;
    private PlannedVideo? _held;

    /// <summary>The model; several are planned side by side.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = LineSet)]
    [Parameter(Position = 1, ParameterSetName = RowSet)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [ModelsTransformation]
    [AllowEmptyCollection]
    public string[] Model { get; set; } = [];

    /// <summary>Uses the last prices that the catalogue holds, with their date, and asks nobody.</summary>
    [Parameter]
    public SwitchParameter Offline { get; set; }

    private protected override IReadOnlyList<string> AskedModels => Model;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        PriceTable prices = Book(Offline);
        _planner = new VideoPlanner(Journal, prices);
        _budgets.AddRange(Preparers.Select(_ => NewBudget(prices)));
    }

    private protected override void TakeRow(int model, PreparedRow row)
    {
        Tell(row);
        if (row.Error is { } error)
        {
            PlannedVideo refused = row.ToRefused(error);
            Plan(_ => Task.FromResult(refused));
        }

        foreach (PreparedVideo video in row.Videos)
        {
            SubmitOptions options = OptionsOf(row, video, _budgets[model]);
            Plan(async stopping => await _planner!.PlanAsync(video.Request, options, stopping).ConfigureAwait(false) with { InputObject = row.Row?.Input });
        }
    }

    private protected override void TakeChains(int model, IReadOnlyList<PreparedRow> rows)
    {
        foreach (PreparedRow row in rows)
        {
            Tell(row);
        }

        StartInTurn(
            async stopping =>
            {
                var plans = await ChainForecast
                    .PlanAsync(rows, _planner!, (row, video, counts) => OptionsOf(row, video, counts ? _budgets[model] : null), stopping)
                    .ConfigureAwait(false);
                foreach (ForeseenVideo foreseen in plans)
                {
                    Send(foreseen.Plan with { InputObject = foreseen.Row.Row?.Input });
                }
            },
            target: null);
    }

    /// <inheritdoc/>
    protected override void EndAll()
    {
        if (_held is not null)
        {
            WriteObject(_held with { Total = _counter.ToTotal(isComparison: Model.Length > 1, MaxCost) });
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _budgets.ForEach(budget => budget?.Dispose());
    }

    /// <summary>One after the other: a limit of the spend falls on rows in their order.</summary>
    private void Plan(Func<CancellationToken, Task<PlannedVideo>> plan) => StartInTurn(
        async stopping => Send(await plan(stopping).ConfigureAwait(false)),
        target: null);

    /// <summary>The last row carries the sums, so each is held back until the next one comes.</summary>
    protected override void Receive(object result)
    {
        PlannedVideo row = (PlannedVideo)result;
        if (_held is not null)
        {
            WriteObject(_held);
        }

        _held = row;
        _counter.Add(row);
    }
}
