using System.Collections;
using System.Data;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using Apimart.Video.Gallery;
using Apimart.Video.Images;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Models.Rows;
using Apimart.Video.Tasks;

namespace Apimart.Video.Binding;

/// <summary>What was piped in, as cells: a text is the prompt, a file the picture, and of anything else its own properties count.</summary>
internal sealed class PipedRow
{
    private PipedRow(object? input, int number)
    {
        Input = input;
        Number = number;
    }

    /// <summary>The row as it came.</summary>
    internal object? Input { get; }

    /// <summary>Its place in the input, counted from 1.</summary>
    internal int Number { get; }

    /// <summary>The cells in the order of the columns.</summary>
    internal List<RowCell> Cells { get; } = [];

    /// <summary>Whether it has columns, rather than being a text.</summary>
    internal bool HasColumns { get; private init; }

    /// <summary>Why it cannot be read, or null.</summary>
    internal string? Fault { get; private init; }

    /// <summary>How a message names the row.</summary>
    internal string Label(string? prompt) => RowLabel.Of(Number, Cells, prompt);

    /// <summary>Reads what was piped in.</summary>
    internal static PipedRow Read(object? input, int number)
    {
        try
        {
            return ReadCells(input, number);
        }
        catch (GetValueException unreadable)
        {
            return new PipedRow(input, number) { HasColumns = true, Fault = $"A property of it cannot be read: {unreadable.Message}" };
        }
    }

    private static PipedRow ReadCells(object? input, int number)
    {
        object? value = input is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : input;
        switch (value)
        {
            case null or DBNull:
                return Bad("It is nothing: neither a text nor a row.");
            case string text:
                return new PipedRow(value, number) { Cells = { new RowCell("Prompt", text) } };
            case FileInfo file:
                return With(("ImagePath", file.FullName));
            case DirectoryInfo folder:
                return Bad($"'{folder.FullName}' is a folder; pipe the pictures in it.");
            case UploadedImage picture:
                return With(("ImageUrl", picture.Url));
            case ApimartTask task:
                return OfTask(task);
            case IDictionary map:
                return With([.. WireValue.Entries(map).Select(entry => (entry.Key.ToString()!, entry.Value))]);
            case DataRowView view:
                return With([.. Columns(view.Row)]);
            case DataRow data:
                return With([.. Columns(data)]);
            case ScriptBlock or ErrorRecord or Exception or IEnumerable:
            case ValueType when ParameterValue.ToText(value) is not null || value is DateTime or DateTimeOffset or TimeSpan:
            case Uri or Version:
                return Bad($"It is {ParameterValue.Show(value)}, which is neither a text nor a row.");
            default:
                // What PowerShell's type system adds to every object of a type, such as a file's Size, is not the row's own.
                return With([.. PSObject.AsPSObject(input).Properties.Where(property => property.IsInstance).Select(property => (property.Name, (object?)property.Value))]);
        }

        PipedRow Bad(string fault) => new(input, number) { HasColumns = true, Fault = fault };

        PipedRow With(params (string Column, object? Value)[] cells)
        {
            PipedRow row = new(input, number) { HasColumns = true };
            row.Cells.AddRange(cells.Select(cell => new RowCell(cell.Column, WireValue.From(cell.Value))));
            return row;
        }

        PipedRow OfTask(ApimartTask task)
        {
            if (task is { IsRefusedHere: true, Row: { } cells })
            {
                PipedRow refused = With([.. cells.Select(cell => (cell.Key, (object?)cell.Value))]);
                refused.Cells.RemoveAll(cell => ColumnNames.Normalize(cell.Column) == ColumnNames.Normalize("JobName"));
                refused.Cells.Add(new RowCell("JobName", task.JobName));
                return refused;
            }

            if (task.Request is null || JsonNode.Parse(task.Request) is not JsonObject fields)
            {
                return Bad($"What the task {task.TaskId} asked for is not known.");
            }

            if (SettledPictures.IsMissingIn(task.Request))
            {
                return Bad($"The pictures of the task {task.TaskId} were kept as their digest only, so its request cannot be sent again; give the pictures anew.");
            }

            if (ChainedRow.Is(task))
            {
                return Bad($"The task {task.TaskId} goes on from the video of another row, '{ChainedRow.AfterOf(task)}': it is the same row only beside that one. Run the rows of its job again, all of them; -RetryFailed makes what failed anew.");
            }

            fields = ChainedRow.WithoutWish(fields, task.Digest);

            // A task stands for its own request; a prompt or model beside it would be the same twice.
            PipedRow row = With([.. fields.Select(field => (field.Key, (object?)Plain(field.Value)))]);
            row.Cells.Add(new RowCell("JobName", task.JobName));
            row.Cells.AddRange((task.OwnColumns ?? new Dictionary<string, string>()).Select(column => new RowCell(column.Key, column.Value)));
            return row;
        }
    }

    private static object? Plain(JsonNode? node) => node switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => value.GetValue<decimal>(),
        JsonArray items when items.All(item => item is JsonValue) => items.Select(Plain).ToList(),
        _ => node,
    };

    private static IEnumerable<(string Column, object? Value)> Columns(DataRow row) =>
        row.Table.Columns.Cast<DataColumn>().Select(column => (column.ColumnName, (object?)row[column]));
}
