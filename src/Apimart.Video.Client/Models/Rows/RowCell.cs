namespace Apimart.Video.Models.Rows;

/// <summary>One cell of a row.</summary>
/// <param name="Column">The column's name as the row has it.</param>
/// <param name="Value">The value, free of wrappers; null where the cell is empty.</param>
internal readonly record struct RowCell(string Column, object? Value)
{
    /// <summary>Whether the cell says nothing: null, a database's null, a text of blanks or an empty list.</summary>
    internal bool IsBlank => ParameterValue.IsBlank(Value) || Value is DBNull or System.Collections.ICollection { Count: 0 };
}
