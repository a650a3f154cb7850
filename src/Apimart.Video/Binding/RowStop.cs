using System.Management.Automation;

namespace Apimart.Video.Binding;

/// <summary>What befalls every row alike, such as a refused key, and so stops a batch, and the rows that were not sent for it.</summary>
internal sealed class RowStop
{
    private readonly ErrorRecord _fault;
    private readonly SortedList<int, object?> _rows = [];

    internal RowStop(ErrorRecord fault, PipedRow first)
    {
        _fault = fault;
        _rows.Add(first.Number, first.Input);
    }

    internal void Add(PipedRow? row)
    {
        if (row is not null)
        {
            _rows[row.Number] = row.Input;
        }
    }

    /// <summary>The fault, told with the number of rows; alone it stays as it is.</summary>
    internal ErrorRecord ToError() => _rows.Count == 1 ? _fault : ApimartErrors.BatchStopped(_fault, [.. _rows.Values]);
}
