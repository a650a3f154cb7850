using System.Globalization;
using System.Management.Automation;
using Apimart.Video.Models;
using Apimart.Video.Models.Rows;

namespace Apimart.Video.Binding;

/// <summary>Brings the line, the defaults and each row together.</summary>
internal sealed class RowBinder
{
    /// <summary>What a gallery's picks.csv says of a row, which can be piped in as it is, is no mistake in a column.</summary>
    private static readonly string[] s_ofPicks = ["Pick"];

    private static readonly string[] s_lineOnly =
    [
        .. ReservedWords.OwnParameters.Select(property => property.Name).Except(ColumnNames.Common).Except(s_ofPicks),
        "WhatIf",
        "Confirm",
    ];

    private readonly RowReader _reader;
    private readonly Dictionary<string, object?> _line = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, object?> _defaults = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, OverruledColumn> _overruled = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool _hasRows;

    /// <param name="cmdlet">Whose line it is.</param>
    /// <param name="catalogue">The models.</param>
    /// <param name="parameters">The line's parameters for the model.</param>
    /// <param name="ownColumns">Columns that are the user's own.</param>
    /// <param name="hasRows">Whether rows are piped in.</param>
    /// <param name="model">Which of the line's models counts; null where it names none.</param>
    internal RowBinder(PSCmdlet cmdlet, ModelCatalogue catalogue, ModelParameters? parameters, IEnumerable<string> ownColumns, bool hasRows, string? model)
    {
        _reader = new RowReader(catalogue, ownColumns, s_lineOnly);
        _hasRows = hasRows;
        LineOrDefault origin = new(cmdlet);
        foreach (string name in ColumnNames.Common)
        {
            if (cmdlet.MyInvocation.BoundParameters.TryGetValue(name, out object? value))
            {
                Add(origin, name, name == "Model" ? model : value);
            }
        }

        foreach (RuntimeDefinedParameter given in parameters?.Given() ?? [])
        {
            Add(origin, given.Name, given.Value, [.. given.Attributes.OfType<AliasAttribute>().SelectMany(alias => alias.AliasNames)]);
        }
    }

    /// <summary>Whether -Model was typed, so that no row can name another.</summary>
    internal bool ModelIsTyped => _line.TryGetValue("Model", out object? model) && !ParameterValue.IsBlank(model) && PerRow.BlockOf(model) is null;

    /// <summary>Whether the row, or the line, says what it goes on from, or says that it goes on from none.</summary>
    internal bool IsChained(PipedRow? row) =>
        _line.ContainsKey("After") || _defaults.ContainsKey("After") || (row?.Cells.Exists(cell => _reader.IsAfter(cell.Column)) ?? false);

    /// <summary>The line's model where it is a plain text; null where it comes with the rows.</summary>
    internal string? TypedModel => ModelIsTyped ? _line["Model"]?.ToString() : null;

    /// <summary>The line's batch where it is a plain text; null where it comes with the rows.</summary>
    internal string? TypedJob => _line.TryGetValue("JobName", out object? job) && PerRow.BlockOf(job) is null ? job?.ToString() : null;

    /// <summary>What is typed on the line for the model's parameters, without what is evaluated for each row.</summary>
    internal Dictionary<string, object?> TypedParameters()
    {
        Dictionary<string, object?> typed = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, object? value) in _line)
        {
            if (!ColumnNames.Common.Contains(name) && PerRow.BlockOf(value) is null && !new RowCell(name, value).IsBlank)
            {
                typed.Add(name, value);
            }
        }

        return typed;
    }

    /// <summary>Reads a row, or where there is none the line alone.</summary>
    /// <exception cref="ScriptBlockException">A script block failed.</exception>
    internal RowReading Read(PipedRow? row)
    {
        RowReading reading = _reader.Read(row?.Cells ?? [], new GivenValues(Evaluated(_line, row), Evaluated(_defaults, row)));
        if (row is { HasColumns: false } && reading.Overruled.Count > 0)
        {
            throw new RequestRefusedException(
            [
                new RequestProblem(
                    "InvalidCombination",
                    "Prompt",
                    row.Input,
                    $"The text {ParameterValue.Show(row.Input)} was piped in, and -Prompt stands on the line: a video has one prompt.",
                    "Leave one of them out."),
            ]);
        }

        foreach ((string column, string parameter) in reading.Overruled)
        {
            OverruledColumn told = _overruled.GetValueOrDefault(column) ?? new OverruledColumn(column);
            _overruled[column] = told with { Parameter = parameter, Rows = told.Rows + 1 };
        }

        return reading.After is { } after && NamesOneForAll(row) && IsNamed(row!, after) ? reading with { After = null } : reading;
    }

    /// <summary>Whether what a row goes on from is one name on the line, for all rows but the one that it names.</summary>
    private bool NamesOneForAll(PipedRow? row) => row is not null
        && (_line.TryGetValue("After", out object? given)
            || (_defaults.TryGetValue("After", out given) && !row.Cells.Exists(cell => _reader.IsAfter(cell.Column) && !cell.IsBlank)))
        && PerRow.BlockOf(given) is null;

    private static bool IsNamed(PipedRow row, string after) => RowLabel.NamesOf(row.Cells).Any(name =>
        after.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase) || after.StartsWith($"{name.Trim()}#", StringComparison.OrdinalIgnoreCase));

    /// <summary>What to tell, once for each column, of cells that the line overruled.</summary>
    /// <param name="severalModels">Whether the line names several models; that these are other models than the rows' is then what is wanted.</param>
    internal IEnumerable<string> Overruled(bool severalModels) => _overruled.Values.Where(told => !severalModels || told.Parameter != "Model").Select(told =>
        $"The column '{told.Name}' says something else than -{told.Parameter} on the line in {told.Rows.ToString(CultureInfo.InvariantCulture)} "
            + $"{(told.Rows == 1 ? "row" : "rows")}; the line counts for all rows.");

    private void Add(LineOrDefault origin, string name, object? value, params string[] aliases)
    {
        object? plain = PerRow.BlockOf(value) is null && name != "ContinueTask" ? WireValue.From(value) : value;
        (_hasRows && origin.IsDefault(value, [name, .. aliases]) ? _defaults : _line)[name] = plain;
    }

    private static Dictionary<string, object?> Evaluated(Dictionary<string, object?> values, PipedRow? row)
    {
        Dictionary<string, object?> evaluated = new(values, StringComparer.OrdinalIgnoreCase);
        foreach ((string name, object? value) in values)
        {
            if (PerRow.BlockOf(value) is not { } block)
            {
                continue;
            }

            try
            {
                object? made = PerRow.Evaluate(block, row?.Input);
                evaluated[name] = name == "ContinueTask" ? made : WireValue.From(made);
            }
            catch (RuntimeException failed) when (failed is not PipelineStoppedException)
            {
                throw new ScriptBlockException(name, failed);
            }
        }

        return evaluated;
    }

    /// <summary>A column whose cells the line overruled, and in how many rows.</summary>
    private sealed record OverruledColumn(string Name)
    {
        internal string Parameter { get; init; } = string.Empty;

        internal int Rows { get; init; }
    }
}
