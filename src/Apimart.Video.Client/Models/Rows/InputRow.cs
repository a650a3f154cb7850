namespace Apimart.Video.Models.Rows;

/// <summary>The row that a request comes from, as far as it is not in the request itself.</summary>
/// <param name="Number">Its place in the input, counted from 1.</param>
/// <param name="Columns">The user's own columns, as texts.</param>
public sealed record InputRow(int Number, IReadOnlyDictionary<string, string> Columns)
{
    /// <summary>All columns as they came, as texts in their order, the user's own among them; null where only those are known.</summary>
    internal IReadOnlyDictionary<string, string>? Cells { get; init; }

    /// <summary>How many rows before it in its input have the same name, or where they have none the same prompt.</summary>
    internal int Namesakes { get; init; }

    /// <summary>The user's own name or id for it, or null.</summary>
    internal string? Name => RowLabel.NameOf(Columns.Select(column => new RowCell(column.Key, column.Value)))?.Value?.ToString();
}

/// <summary>One cell of a row.</summary>
/// <param name="Column">The column's name as the row has it.</param>
/// <param name="Value">The value, free of wrappers; null where the cell is empty.</param>
internal sealed record RowCell(string Column, object? Value)
{
    /// <summary>Whether the cell says nothing: null, a database's null, a text of blanks or an empty list.</summary>
    internal bool IsBlank => ParameterValue.IsBlank(Value) || Value is DBNull or System.Collections.ICollection { Count: 0 };
}
