using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using Apimart.Video.Chains;
using Apimart.Video.Images;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Models.Rows;

namespace Apimart.Video.Binding;

/// <summary>
/// Makes of each row what is sent, or says why nothing is: the one way to a request, for those that submit and those that plan. Rows are
/// taken in the order of the input, since equal ones are counted.
/// </summary>
internal sealed class RowPreparer
{
    private readonly RequestMaker _requests;
    private readonly ModelCatalogue _catalogue;
    private readonly Uri _server;
    private readonly RowShard? _shard;
    private readonly RowCounter _rows = new();
    private readonly RowNameCounter _names = new();

    /// <param name="binder">What brings the line and the rows together.</param>
    /// <param name="requests">What makes requests of them.</param>
    /// <param name="catalogue">The models.</param>
    /// <param name="server">The API's address.</param>
    /// <param name="shard">The part of the rows that is wanted; null for all.</param>
    internal RowPreparer(RowBinder binder, RequestMaker requests, ModelCatalogue catalogue, Uri server, RowShard? shard)
    {
        Binder = binder;
        _requests = requests;
        _catalogue = catalogue;
        _server = server;
        _shard = shard;
    }

    /// <summary>What brings the line and the rows together.</summary>
    internal RowBinder Binder { get; }

    /// <summary>What becomes of a row.</summary>
    /// <param name="row">The row; null for the line alone.</param>
    /// <param name="additional">The fields that the line adds, which an error about them has as its target.</param>
    internal PreparedRow Prepare(PipedRow? row, Hashtable additional)
    {
        HeldRow read = Read(row, additional);
        if (read.Request is not { } request)
        {
            return read.Row;
        }

        try
        {
            PreparedRequest made = _catalogue.Prepare(request, _server);
            return Share(read.Row with { Model = made.Model, Warnings = made.Warnings }, made, read.Takes);
        }
        catch (Exception wrong) when (IsRefusal(wrong))
        {
            return read.Row with { Error = ToError(wrong, additional) };
        }
    }

    /// <summary>What becomes of rows that may go on from each other: all of a chain, or nothing of it.</summary>
    /// <param name="rows">The rows in the order of the input.</param>
    /// <param name="earlier">The names of rows that were sent before any row had a column After.</param>
    /// <param name="additional">The fields that the line adds, which an error about them has as its target.</param>
    /// <param name="ledger">What the journal has of the rows' jobs.</param>
    /// <param name="picks">The takes that were chosen; null for none.</param>
    /// <param name="hasFrames">Whether a last frame can be taken from a video here.</param>
    /// <param name="isSettled">Whether the journal has a video already, so that nothing has to be sent for it.</param>
    internal IReadOnlyList<PreparedRow> PrepareChains(
        IReadOnlyList<HeldRow> rows,
        IReadOnlySet<string> earlier,
        Hashtable additional,
        JobLedger ledger,
        ChainPicks? picks,
        bool hasFrames,
        Func<PreparedRow, PreparedVideo, bool> isSettled)
    {
        ChainInput[] inputs =
        [
            .. rows.Select(held => new ChainInput(
                new ChainRow(held.Row.Label ?? "the line", held.Row.JobName, RowLabel.NamesOf(held.Row.Row?.Cells ?? []), held.After),
                held.Request,
                held.Takes)),
        ];
        IReadOnlyList<ChainOutcome> outcomes = new ChainedRows(inputs, earlier, _catalogue, _server, _rows, ledger, picks)
            .Prepare(_shard, hasFrames, (row, video) => isSettled(rows[row].Row, video));
        return
        [
            .. rows.Zip(outcomes, (held, outcome) => outcome switch
            {
                { Refusal: { } wrong } => held.Row with { Error = ToError(wrong, additional) },
                { Videos: [{ Request: { } made }, ..] } => held.Row with { Model = made.Model, Warnings = made.Warnings, Videos = outcome.Videos },
                _ => held.Row with { LeftOut = [.. outcome.LeftOut.Select(video => video.Request.Prompt)] },
            }),
        ];
    }

    /// <summary>Reads a row as far as it can be understood by itself. Rows are read in the order of the input.</summary>
    internal HeldRow Read(PipedRow? row, Hashtable additional)
    {
        PreparedRow prepared = new() { Row = row, Model = Binder.TypedModel, JobName = Trim(Binder.TypedJob) };
        bool counted = false;
        try
        {
            if (row?.Fault is { } fault)
            {
                return new HeldRow(Count(prepared) with { Error = ApimartErrors.InvalidRow(fault) }, null, [], null);
            }

            RowReading reading = Binder.Read(row);
            prepared = Count(prepared with
            {
                Prompt = reading.Prompt,
                Model = reading.Model,
                JobName = Trim(reading.JobName),
                Carried = reading.Carried,
            });
            counted = true;
            (VideoRequest request, int[] takes) = _requests.Make(reading, isRow: row is not null);
            return new HeldRow(prepared with { Cells = ChainedRow.With(prepared.Cells, reading.After) }, request, takes, reading.After);
        }
        catch (Exception wrong) when (IsRefusal(wrong))
        {
            PreparedRow refused = counted ? prepared : Count(prepared);
            return new HeldRow(refused with { Error = ToError(wrong, additional) }, null, [], null);
        }
    }

    /// <summary>Checks what is typed on the line, which is the same for all rows.</summary>
    /// <exception cref="RequestRefusedException">A value breaks a rule of the model.</exception>
    /// <exception cref="ImageException">A picture cannot be used.</exception>
    internal void RequireLine(string model, string prompt)
    {
        Dictionary<string, object?> typed = Binder.TypedParameters();
        _requests.OpenImages(typed);
        ImmutableArray<RequestProblem> problems = _catalogue.CheckValues(new VideoRequest { Model = model, Prompt = prompt, Parameters = typed }, _server);
        if (problems.Length > 0)
        {
            throw new RequestRefusedException(problems);
        }
    }

    /// <summary>Whether a fault refuses a row, rather than being one of this module.</summary>
    internal static bool IsRefusal(Exception fault) =>
        fault is RequestRefusedException or ImageException or ArgumentException or ScriptBlockException or ArgumentTransformationMetadataException;

    /// <summary>The error of a refused row.</summary>
    /// <param name="fault">Why it is refused.</param>
    /// <param name="additional">The fields that the line adds, which an error about them has as its target.</param>
    internal static ErrorRecord ToError(Exception fault, Hashtable additional) => ApimartErrors.From(fault, fault is ArgumentException ? additional : null);

    /// <summary>Each take is counted before it is left out: which of equal rows this is must not depend on who takes it.</summary>
    private PreparedRow Share(PreparedRow row, PreparedRequest request, int[] takes)
    {
        PreparedVideo[] videos = [.. takes.Select(take => new PreparedVideo(request, take, _rows.Next(request, take)))];
        return _shard is null || _shard.Takes(request)
            ? row with { Videos = videos }
            : row with { LeftOut = [.. videos.Select(video => video.Request.Prompt)] };
    }

    private PreparedRow Count(PreparedRow prepared) => prepared.Row is not { } row
        ? prepared
        : prepared with { Cells = _names.Count(new InputRow(row.Number, CarriedColumns.Of(row.Cells)), prepared.Prompt) };

    private static string? Trim(string? job) => string.IsNullOrWhiteSpace(job) ? null : job.Trim();
}
