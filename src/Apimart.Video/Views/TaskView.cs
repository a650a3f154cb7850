using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Apimart.Video.Journal;
using Apimart.Video.Models.Rows;
using Apimart.Video.Tasks;

namespace Apimart.Video.Views;

/// <summary>What the table of tasks shows of one: its row, and the prompt with the file or the reason. Copies of tasks from elsewhere are shown alike.</summary>
public static class TaskView
{
    private const int OtherColumns = 52;
    private const int RowCells = 12;
    private const int StatusCells = 10;
    private const int UsualWidth = 120;
    private const int LeastRoom = 20;

    /// <summary>The number of the task's row and the user's own name for it.</summary>
    /// <param name="task">A task.</param>
    public static string Row(PSObject task)
    {
        string number = Convert.ToString(task.Properties["RowNumber"]?.Value, CultureInfo.InvariantCulture) ?? string.Empty;
        string? name = RowLabel.NameOf(ColumnsOf(task))?.Value?.ToString();
        return TerminalText.OnOneLine(name is null ? number : $"{number} {name}".TrimStart());
    }

    /// <summary>A task on a line of its own, within a list.</summary>
    /// <param name="task">A task.</param>
    /// <param name="width">The terminal's width in cells; 0 where it has none.</param>
    internal static string Line(PSObject task, int width)
    {
        string status = (task.Properties["Status"]?.Value?.ToString() ?? string.Empty).Replace("Outcome", string.Empty, StringComparison.Ordinal);
        return $"{CellText.Pad(Row(task), RowCells)} {CellText.Pad(TerminalText.OnOneLine(status), StatusCells)} {Text(task, width)}";
    }

    /// <summary>The prompt and the file, or the reason and the prompt, as far as a terminal has room.</summary>
    /// <param name="task">A task.</param>
    /// <param name="width">The terminal's width in cells; 0 where it has none.</param>
    public static string Text(PSObject task, int width)
    {
        int room = Math.Max(LeastRoom, (width > 0 ? width : UsualWidth) - OtherColumns);
        string prompt = TerminalText.OnOneLine(task.Properties["Prompt"]?.Value?.ToString());
        if (Reason(task) is { Length: > 0 } reason)
        {
            return CellText.Fit(prompt.Length > 0 ? $"{reason} · {prompt}" : reason, room);
        }

        if (Files(task) is not { Length: > 0 } files)
        {
            return CellText.Fit(prompt, room);
        }

        const string arrow = " → ";
        int own = Math.Max(room / 2, room - arrow.Length - CellText.Width(files));
        string shown = CellText.Fit(prompt, own);
        return $"{shown}{arrow}{CellText.Fit(files, room - arrow.Length - CellText.Width(shown))}";
    }

    private static string? Reason(PSObject task) => task.Properties["Outcome"]?.Value?.ToString()
        is nameof(RowOutcome.Failed) or nameof(RowOutcome.Refused) or nameof(RowOutcome.NotSent) or nameof(RowOutcome.Unknown)
        && task.Properties["Error"]?.Value is { } fault
            ? TerminalText.OnOneLine(fault is TaskFault own ? own.Message : PSObject.AsPSObject(fault).Properties["Message"]?.Value?.ToString() ?? fault.ToString())
            : null;

    private static string Files(PSObject task) =>
        string.Join(", ", (LanguagePrimitives.GetEnumerable(task.Properties["SavedFiles"]?.Value) ?? Array.Empty<object>())
            .Cast<object?>()
            .Select(file => TerminalText.OnOneLine(Path.GetFileName(file?.ToString()))));

    private static IEnumerable<RowCell> ColumnsOf(PSObject task)
    {
        object? row = task.Properties["Row"]?.Value;
        return (row is PSObject wrapped ? wrapped.BaseObject : row) is IDictionary columns
            ? columns.Keys.Cast<object>().Select(name => new RowCell(name.ToString()!, columns[name]?.ToString()))
            : [];
    }
}
