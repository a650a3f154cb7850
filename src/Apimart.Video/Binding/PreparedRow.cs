using System.Collections.Immutable;
using System.Management.Automation;
using Apimart.Video.Chains;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Models.Rows;
using Apimart.Video.Planning;

namespace Apimart.Video.Binding;

/// <summary>What becomes of a row before anything is sent: its videos, or the reason why there are none.</summary>
internal sealed record PreparedRow
{
    /// <summary>The row; null for the line alone.</summary>
    internal PipedRow? Row { get; init; }

    /// <summary>The prompt, as far as it is known.</summary>
    internal string? Prompt { get; init; }

    /// <summary>The model, as far as it is known.</summary>
    internal string? Model { get; init; }

    /// <summary>The batch, or null.</summary>
    internal string? JobName { get; init; }

    /// <summary>The row with all of its cells; null for the line alone.</summary>
    internal InputRow? Cells { get; init; }

    /// <summary>The user's own columns.</summary>
    internal IReadOnlyList<RowCell> Carried { get; init; } = [];

    /// <summary>Why nothing of it is sent, or null.</summary>
    internal ErrorRecord? Error { get; init; }

    /// <summary>Broken rules that refuse nothing.</summary>
    internal ImmutableArray<RequestProblem> Warnings { get; init; } = [];

    /// <summary>What is to be sent.</summary>
    internal IReadOnlyList<PreparedVideo> Videos { get; init; } = [];

    /// <summary>The prompts of what another shard sends.</summary>
    internal IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>How a message names the row; null for the line alone.</summary>
    internal string? Label => Row?.Label(Prompt);

    /// <summary>The row as the journal keeps it with what is submitted.</summary>
    internal InputRow? Input => Cells is null ? null : Cells with { Columns = CarriedColumns.Of(Carried), Cells = Cells.Columns };

    /// <summary>An error told of the row; of the line alone it stays as it is.</summary>
    internal ErrorRecord Told(ErrorRecord error) => Label is { } label ? ApimartErrors.OfRow(error, label, Row!.Input) : error;

    /// <summary>What the journal keeps of a row that is not sent.</summary>
    internal UnsentRow ToUnsent(string job, ErrorRecord error) => new()
    {
        Job = job,
        Row = Cells,
        Model = Model,
        Prompt = Prompt,
        Code = error.FullyQualifiedErrorId,
        Message = error.Exception.Message,
    };

    /// <summary>The plan of a row that is refused.</summary>
    internal PlannedVideo ToRefused(ErrorRecord error) => new()
    {
        Row = Row?.Number,
        Name = Cells?.Name,
        Prompt = Prompt,
        Model = string.IsNullOrWhiteSpace(Model) ? null : Model,
        JobName = JobName,
        Outcome = PlanOutcome.Refused,
        Problem = new PlanProblem(error.FullyQualifiedErrorId, error.Exception.Message, error.ErrorDetails?.RecommendedAction)
        {
            Rules = (error.Exception as RequestRefusedException)?.Problems ?? [],
        },
        InputObject = Row?.Input,
    };
}

/// <summary>A row that was understood by itself.</summary>
/// <param name="Row">The row, with the reason where it is refused.</param>
/// <param name="Request">What it asks for; null where it is refused.</param>
/// <param name="Takes">Which videos of it are wanted.</param>
/// <param name="After">The name of the row that it goes on from; null for none.</param>
internal sealed record HeldRow(PreparedRow Row, VideoRequest? Request, int[] Takes, string? After);
