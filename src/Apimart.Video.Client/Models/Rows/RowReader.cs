using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Apimart.Video.Text;

namespace Apimart.Video.Models.Rows;

/// <summary>
/// Reads rows: every filled cell is used by the row's model, refused with a reason, or carried as the user's own. What stands on
/// the line counts for all rows, and a filled cell beats a default.
/// </summary>
internal sealed class RowReader
{
    private const string StaysWithRow = "It is not sent; it stays with the row.";

    private readonly ModelCatalogue _catalogue;
    private readonly ColumnNames _names;
    private readonly HashSet<string> _own;
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);

    /// <param name="catalogue">The models.</param>
    /// <param name="ownColumns">Columns that are the user's own, whatever they are called.</param>
    /// <param name="lineOnly">The parameters that cannot come with a row.</param>
    internal RowReader(ModelCatalogue catalogue, IEnumerable<string> ownColumns, IEnumerable<string> lineOnly)
    {
        _catalogue = catalogue;
        _names = new ColumnNames(catalogue, lineOnly);
        _own = new(ownColumns.Select(ColumnNames.Normalize), StringComparer.Ordinal);
    }

    /// <summary>Reads one row.</summary>
    internal RowReading Read(IReadOnlyList<RowCell> cells, GivenValues given)
    {
        Row row = new(this, given);
        row.FindModel(cells);
        foreach (RowCell cell in cells)
        {
            row.Take(cell);
        }

        return row.Finish();
    }

    /// <summary>Whether a column says what a row goes on from, blank or not.</summary>
    internal bool IsAfter(string column) => KeyOf(column) == "AFTER" && !_own.Contains("AFTER");

    private string KeyOf(string column)
    {
        if (!_keys.TryGetValue(column, out string? key))
        {
            key = ColumnNames.Normalize(column);
            _keys.Add(column, key);
        }

        return key;
    }

    /// <summary>One row on its way.</summary>
    private sealed class Row
    {
        private readonly RowReader _reader;
        private readonly GivenValues _given;
        private readonly Dictionary<string, RowCell> _used = new(StringComparer.OrdinalIgnoreCase);
        private readonly List<RowCell> _strange = [];
        private readonly List<RowCell> _carried = [];
        private readonly List<(string Column, string Parameter)> _overruled = [];
        private readonly ImmutableArray<RequestProblem>.Builder _problems = ImmutableArray.CreateBuilder<RequestProblem>();
        private string _modelName = string.Empty;
        private VideoModel? _model;

        internal Row(RowReader reader, GivenValues given)
        {
            _reader = reader;
            _given = given;
        }

        internal void FindModel(IReadOnlyList<RowCell> cells)
        {
            object? cell = cells.FirstOrDefault(cell => !cell.IsBlank && IsModel(cell))?.Value;
            object? value = Filled(_given.Line, "Model") ?? cell ?? Filled(_given.Defaults, "Model");
            _modelName = value is null ? string.Empty : RequireText("Model", value) ?? string.Empty;
            _reader._catalogue.TryFind(_modelName, out _model);
        }

        internal void Take(RowCell cell)
        {
            string key = _reader.KeyOf(cell.Column);
            if (_reader._own.Contains(key))
            {
                _carried.Add(cell);
            }
            else if (_reader._names.Find(key, _model) is { } parameter)
            {
                if (!cell.IsBlank)
                {
                    Use(parameter, cell);
                }
            }
            else if (cell.IsBlank)
            {
                _carried.Add(cell);
            }
            else if (_reader._names.IsOfLine(key))
            {
                _problems.Add(new RequestProblem(
                    "UnknownColumn",
                    cell.Column,
                    null,
                    $"The column '{cell.Column}' has the name of a parameter that counts for the whole line; it cannot come with a row.",
                    $"Give -{cell.Column} on the line, or -OwnColumn '{cell.Column}' if the column is your own.")
                {
                    Consequence = StaysWithRow,
                });
                _carried.Add(cell);
            }
            else
            {
                _strange.Add(cell);
            }
        }

        internal RowReading Finish()
        {
            foreach (RowCell cell in _strange)
            {
                string key = _reader.KeyOf(cell.Column);
                string? nearest = _reader._names.Misspelt(key)
                    ?? (_reader._names.Meant(key) is { } meant && !IsGiven(meant) ? meant : null);
                _carried.Add(cell);
                if (nearest is not null)
                {
                    _problems.Add(Unknown(cell, nearest));
                }
            }

            Dictionary<string, object?> parameters = new(StringComparer.OrdinalIgnoreCase);
            foreach ((string name, RowCell cell) in _used)
            {
                parameters[name] = cell.Value;
            }

            foreach ((string name, object? value) in _given.Defaults)
            {
                if (!parameters.ContainsKey(name) && IsTaken(name))
                {
                    parameters[name] = value;
                }
            }

            foreach ((string name, object? value) in _given.Line)
            {
                if (!new RowCell(name, value).IsBlank)
                {
                    parameters[name] = value;
                }
            }

            parameters.Remove("Model");
            return new RowReading
            {
                Model = _modelName,
                Prompt = Text(parameters, "Prompt") ?? string.Empty,
                JobName = Text(parameters, "JobName"),
                ContinueTask = parameters.Remove("ContinueTask", out object? task) ? task : null,
                Take = parameters.Remove("Take", out object? take) ? take : null,
                After = Text(parameters, "After")?.Trim(),
                Parameters = parameters,
                Carried = _carried,
                Problems = _problems.ToImmutable(),
                Overruled = _overruled,
            };
        }

        private bool IsModel(RowCell cell)
        {
            string key = _reader.KeyOf(cell.Column);
            return key == "MODEL" && !_reader._own.Contains(key);
        }

        private void Use(string parameter, RowCell cell)
        {
            if (!_used.TryAdd(parameter, cell))
            {
                RowCell first = _used[parameter];
                if (!Same(parameter, first.Value!, cell.Value!))
                {
                    _problems.Add(new RequestProblem(
                        "ConflictingColumns",
                        parameter,
                        cell.Value,
                        $"The columns '{first.Column}' ({Shown(first.Value)}) and '{cell.Column}' ({Shown(cell.Value)}) both give {parameter}, and differ.",
                        "Leave one of them blank.")
                    {
                        Consequence = $"'{first.Column}' counts.",
                    });
                }
            }
            else if (Filled(_given.Line, parameter) is { } typed && !Same(parameter, typed, cell.Value!))
            {
                _overruled.Add((cell.Column, parameter));
            }
        }

        private bool Same(string parameter, object left, object right)
        {
            if (parameter == "Model")
            {
                return NameOf(left).Equals(NameOf(right), StringComparison.OrdinalIgnoreCase);
            }

            ParameterType type = (_model?.FindParameter(parameter) ?? _model?.Remix?.FindParameter(parameter))?.Type ?? ParameterType.String;
            return TextOf(left, type) == TextOf(right, type);
        }

        private string NameOf(object value)
        {
            string text = ParameterValue.ToText(value) ?? string.Empty;
            return _reader._catalogue.TryFind(text, out VideoModel? model) ? model.Name : text.Trim();
        }

        private static string TextOf(object value, ParameterType type)
        {
            object? converted = ParameterValue.Convert(value, type);
            try
            {
                JsonNode? node = JsonValues.ToNode(converted ?? value);
                return node is null ? string.Empty : JsonValues.ToCanonical(node);
            }
            catch (ArgumentException)
            {
                return value.ToString() ?? string.Empty;
            }
        }

        private bool IsGiven(string parameter) =>
            _used.ContainsKey(parameter)
            || Filled(_given.Line, parameter) is not null
            || _reader._catalogue.PicturePaths.Any(pair =>
                (pair.Key == parameter && Has(pair.Value)) || (pair.Value == parameter && Has(pair.Key)));

        private bool Has(string parameter) => _used.ContainsKey(parameter) || Filled(_given.Line, parameter) is not null;

        private bool IsTaken(string name) =>
            ColumnNames.Common.Contains(name)
            || _model is null
            || _model.Accepts(name)
            || _model.Parameters.Any(parameter => name.Equals(parameter.PathName, StringComparison.OrdinalIgnoreCase));

        private static object? Filled(IReadOnlyDictionary<string, object?> values, string name) =>
            values.TryGetValue(name, out object? value) && !new RowCell(name, value).IsBlank ? value : null;

        private string? Text(Dictionary<string, object?> parameters, string name)
        {
            if (!parameters.Remove(name, out object? value) || ParameterValue.IsBlank(value))
            {
                return null;
            }

            return RequireText(name, value!);
        }

        private string? RequireText(string name, object value)
        {
            string? text = ParameterValue.ToText(value);
            if (text is null)
            {
                _problems.Add(new RequestProblem($"Invalid{name}", name, value, $"{name} is {Shown(value)}, which is no text.", $"Give {name} as a text.")
                {
                    IsFinal = true,
                });
            }

            return text;
        }

        private static RequestProblem Unknown(RowCell cell, string nearest) => new(
            "UnknownColumn",
            cell.Column,
            cell.Value,
            $"The column '{cell.Column}' ({Shown(cell.Value)}) is no parameter; the nearest is {nearest}.",
            $"Call the column {nearest}, or give -OwnColumn '{cell.Column}' if it is your own.")
        {
            Consequence = StaysWithRow,
        };

        private static string Shown(object? value) => ParameterValue.Show(value);
    }
}
