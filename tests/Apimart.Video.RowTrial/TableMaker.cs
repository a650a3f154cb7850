using System.Globalization;
using System.Text.Json.Nodes;

namespace Apimart.Video.RowTrial;

/// <summary>Makes a line and its rows, and says of each cell what has to become of it.</summary>
internal sealed class TableMaker
{
    private static readonly string[] s_own = ["Notes", "Name", "Scene", "Kunde", "备注", "Shot no.", "Preis €", "Colour", "x"];
    private static readonly string[] s_ofLine = ["MaxCost", "Shard", "BaseUri", "Throttle Limit", "WhatIf", "retry_unknown"];

    private static readonly HashSet<string> s_known =
    [
        .. Models.All.SelectMany(model => model.Fields).SelectMany(field => field.Names).Select(Plain),
        .. Models.All.SelectMany(model => model.Foreign).SelectMany(foreign => new[] { foreign.Column, foreign.Parameter }).Select(Plain),
    ];

    private static int s_jobs;

    private readonly Choices _choices;
    private readonly HashSet<string> _ownColumns = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, object> _defaults = [];
    private readonly Model? _typed;
    private readonly Model? _default;
    private readonly (Field Field, JsonNode Value)? _onLine;
    private readonly (Field Field, JsonNode Value)? _standard;
    private readonly string _arguments;
    private readonly bool _skips;

    private TableMaker(Choices choices)
    {
        _choices = choices;
        int place = choices.Below(3);
        _typed = place == 1 ? choices.Of(Models.All) : null;
        _default = place == 2 ? choices.Of(Models.All) : null;
        _skips = choices.Once(8);
        if (_typed is not null && choices.Once(3))
        {
            Field field = choices.Of(_typed.Fields);
            _onLine = (field, field.Value(choices));
        }

        if (_default is not null)
        {
            _defaults["New-ApimartVideo:Model"] = _default.Name;
        }

        if ((_typed ?? _default) is { } model && choices.Once(3) && choices.Of(model.Fields) is { Kind: Kind.Whole or Kind.Word } standard && standard != _onLine?.Field)
        {
            _standard = (standard, standard.Value(choices));
            _defaults[$"New-ApimartVideo:{standard.Parameter}"] = Values.Plain(_standard.Value.Value);
        }

        if (choices.Once(4))
        {
            _ownColumns.UnionWith(choices.Of<string[]>(["Speed"], ["Duraton", "Seconds"], ["Max Cost", "Speed"], ["negative_prompt"]));
        }

        _arguments = string.Concat(
            _typed is null ? string.Empty : $" -Model '{_typed.Name}'",
            _onLine is { } line ? $" -{line.Field.Parameter} $OnLine" : string.Empty,
            _ownColumns.Count == 0 ? string.Empty : $" -OwnColumn {string.Join(", ", _ownColumns.Select(name => $"'{name}'"))}",
            _skips ? " -SkipValidation" : string.Empty);
    }

    internal static Table Make(int[] drawn)
    {
        Choices choices = new(drawn);
        TableMaker maker = new(choices);
        List<Row> rows = [];
        for (int count = 1 + choices.Below(8); rows.Count < count;)
        {
            rows.Add(maker.MakeRow(rows.Count + 1));
        }

        return new Table(rows, maker._arguments, maker._defaults, maker._skips, maker._onLine);
    }

    /// <summary>A name without what does not tell columns apart.</summary>
    internal static string Plain(string name) =>
        string.Concat(name.Where(c => char.IsLetterOrDigit(c) || c is not (' ' or '_' or '-' or '\t' or '\uFEFF'))).ToUpperInvariant();

    private Row MakeRow(int number)
    {
        Shape shape = _choices.Of(Enum.GetValues<Shape>());
        Row row = new(shape, _typed, [], []);
        Add(row, new Cell("Id", $"shot {number}", Fate.Carried));
        row = AddModel(row);
        AddPrompt(row, number);
        foreach (Field field in row.Model?.Fields ?? [])
        {
            if (_choices.Once(2))
            {
                AddField(row, field);
            }
        }

        for (int others = _choices.Below(4); others > 0; others--)
        {
            AddOther(row);
        }

        if (row.Model is not null)
        {
            row.Body["model"] = row.Model.Name;
            if (_standard is { } standard
                && row.Model.Fields.FirstOrDefault(field => field.Parameter == standard.Field.Parameter) is { } own
                && !row.Body.ContainsKey(own.Wire))
            {
                Set(row, own, standard.Value);
                row.IsDoubtful |= !own.Values.Any(value => JsonNode.DeepEquals(JsonNode.Parse(value), standard.Value));
            }

            if (_onLine is { } line)
            {
                Set(row, line.Field, line.Value);
            }
        }

        row.IsGood &= row.Model is not null && row.Cells.TrueForAll(cell => cell.Fate != Fate.Refused);
        return row;
    }

    private Row AddModel(Row row)
    {
        string column = Spell("Model");
        if (_typed is null ? _default is null || _choices.Once(2) : _choices.Once(4))
        {
            Model model = _choices.Of(Models.All);
            object value = _choices.Of<object>(model.Name, $" {model.Name} ", System.Management.Automation.PSObject.AsPSObject(model.Name));
            bool other = _typed is not null && _typed != model;
            Row of = row with { Model = _typed ?? model };
            Add(of, new Cell(column, value, other ? Fate.Overruled : Fate.Sent, "Model", model.Name));
            return of;
        }

        if (_typed is null && _choices.Once(12))
        {
            Row none = row with { Model = null };
            Add(none, _choices.Of(
                new Cell(column, "sora-3", Fate.Refused, "sora-3"),
                new Cell(column, new[] { "sora-2", "sora-2" }, Fate.Refused, "Model"),
                new Cell(column, new DateTime(2026, 1, 1), Fate.Refused, "Model")));
            return none;
        }

        Row made = row with { Model = _typed ?? _default };
        if (_choices.Once(4))
        {
            Add(made, new Cell(column, Values.Blank(_choices), Fate.Blank));
        }

        return made;
    }

    private void AddPrompt(Row row, int number)
    {
        string column = Spell("Prompt");
        switch (_choices.Below(24))
        {
            case 23:
                Add(row, new Cell(column, new DateTime(2026, 1, 1), Fate.Refused, "Prompt"));
                break;
            case 22:
                Add(row, new Cell(column, Values.Blank(_choices), Fate.Blank));
                row.IsGood = row.IsDoubtful = row.Model?.Name == "wan2.7";
                break;
            default:
                string prompt = string.Create(CultureInfo.InvariantCulture, $"{_choices.Of("a fox", "ein Fuchs; \"schnell\", 3,5 m", "狐狸 🦊", "a|b")} [{number}]");
                Add(row, new Cell(column, prompt, Fate.Sent, "Prompt", prompt));
                row.Body["prompt"] = prompt;
                break;
        }
    }

    private void AddField(Row row, Field field)
    {
        string column = Spell(_choices.Of(field.Names));
        bool overruled = _onLine?.Field.Parameter == field.Parameter;
        if (IsOwn(column))
        {
            return;
        }

        switch (_choices.Below(10))
        {
            case 9:
                Add(row, new Cell(column, Values.Bad(field.Kind, _choices), overruled ? Fate.Overruled : Fate.Refused, field.Parameter));
                return;
            case 8:
                Add(row, new Cell(column, Values.Blank(_choices), Fate.Blank));
                if (_choices.Once(2))
                {
                    return;
                }

                column = Twin(field, column);
                break;
        }

        JsonNode value = field.Value(_choices);
        bool differs = overruled && !JsonNode.DeepEquals(value, _onLine!.Value.Value);
        if (!Add(row, new Cell(column, Values.Good(field.Kind, value, _choices), differs ? Fate.Overruled : Fate.Sent, field.Parameter, value)))
        {
            return;
        }

        Set(row, field, value);
        if (field.Kind != Kind.Objects && !overruled && _choices.Once(6))
        {
            string twin = Twin(field, column);
            JsonNode second = field.Value(_choices);
            bool same = JsonNode.DeepEquals(value, second);
            Add(row, new Cell(twin, Values.Good(field.Kind, second, _choices), same ? Fate.Sent : Fate.Refused, field.Parameter, second));
        }
    }

    private void AddOther(Row row)
    {
        object value = Values.Any(_choices);
        switch (_choices.Below(7))
        {
            case 0:
                Add(row, new Cell(_choices.Of(s_own), value, Fate.Carried));
                break;
            case 1:
                AddStrange(row, Misspelt(_choices.Of(Models.All.SelectMany(model => model.Fields).Where(field => field.Parameter.Length > 5).ToArray())), value);
                break;
            case 2 when row.Model is not null:
                (string column, string parameter) = _choices.Of(row.Model.Foreign);
                AddStrange(row, (Spell(column), parameter), value);
                break;
            case 3:
                string line = _choices.Of(s_ofLine);
                AddStrange(row, (line, line), value);
                break;
            case 4 when row.Cells.TrueForAll(cell => cell.Parameter != "Duration") && _onLine?.Field.Parameter != "Duration" && _standard?.Field.Parameter != "Duration":
                AddStrange(row, ("Seconds", "Duration"), value);
                break;
            case 5:
                AddCommon(row, _choices.Of(
                    new Cell(Spell("Take"), _choices.Of<object>("1", 1.0, " 1 ", new[] { 1 }), Fate.Sent, "Take"),
                    new Cell(Spell("Take"), _choices.Of<object>("1,0", 1.5, "first", 0, -1, new DateTime(2026, 1, 1), true, 10000), Fate.Refused, "Take"),
                    new Cell(Spell("JobName"), $"rows {Interlocked.Increment(ref s_jobs)}", Fate.Sent, "JobName"),
                    new Cell(Spell("JobName"), new DateTime(2026, 1, 1), Fate.Refused, "JobName")));
                break;
            default:
                string own = _choices.Of([.. _ownColumns, .. s_own]);
                Add(row, new Cell(own, _choices.Once(2) ? Values.Blank(_choices) : value, Fate.Carried));
                break;
        }
    }

    /// <summary>Adds a cell of a parameter that every model takes, once.</summary>
    private static void AddCommon(Row row, Cell cell)
    {
        if (row.Cells.TrueForAll(other => other.Parameter != cell.Parameter))
        {
            Add(row, cell);
        }
    }

    private void AddStrange(Row row, (string Column, string Parameter) name, object value) =>
        Add(row, new Cell(name.Column, value, IsOwn(name.Column) ? Fate.Carried : Fate.Refused, name.Parameter));

    private bool IsOwn(string column) => _ownColumns.Any(own => Plain(own) == Plain(column));

    /// <summary>A known name with one slip in it.</summary>
    private (string Column, string Parameter) Misspelt(Field field)
    {
        string name = _choices.Of(field.Names.Where(name => Plain(name).Length > 5).ToArray());
        int at = 1 + _choices.Below(name.Length - 2);
        string slipped = _choices.Below(4) switch
        {
            0 => name.Remove(at, 1),
            1 => name.Insert(at, name[at].ToString()),
            2 => name[..at] + name[at + 1] + name[at] + name[(at + 2)..],
            _ => $"{name[..at]}q{name[(at + 1)..]}",
        };
        return s_known.Contains(Plain(slipped)) ? ("Duraton", "Duration") : (slipped, field.Parameter);
    }

    /// <summary>Another column for the same field.</summary>
    private string Twin(Field field, string column) => _choices.Of(
        [$"{field.Parameter[..3]}-{field.Parameter[3..]}", .. field.Names.Where(name => Plain(name) != Plain(column)).Select(Spell)]);

    /// <summary>A name as people write it.</summary>
    private string Spell(string name) => _choices.Below(8) switch
    {
        1 => name.ToUpperInvariant(),
        2 => name.ToLowerInvariant(),
        3 => $" {name} ",
        4 => string.Concat(name.Select((c, at) => at > 0 && char.IsUpper(c) ? $" {c}" : $"{c}")),
        5 => string.Concat(name.Select((c, at) => at > 0 && char.IsUpper(c) ? $"-{c}" : $"{c}")),
        6 => $"{name[..1]}_{name[1..]}",
        7 => $"\uFEFF{name}",
        _ => name,
    };

    /// <summary>Adds a cell where no other has the column's name, nor its meaning by chance.</summary>
    private static bool Add(Row row, Cell cell)
    {
        bool free = row.Cells.TrueForAll(other => !other.Column.Equals(cell.Column, StringComparison.OrdinalIgnoreCase));
        if (free)
        {
            row.Cells.Add(cell);
        }

        return free;
    }

    private static void Set(Row row, Field field, JsonNode value) => row.Body[field.Wire] = value.DeepClone();
}
