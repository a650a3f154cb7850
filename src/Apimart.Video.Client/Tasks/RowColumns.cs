namespace Apimart.Video.Tasks;

/// <summary>A row's columns in their order, found without regard to case; reads as one line where a table has one cell for it.</summary>
internal sealed class RowColumns(int capacity) : Dictionary<string, string>(capacity, StringComparer.OrdinalIgnoreCase)
{
    /// <summary>Returns the columns with their texts.</summary>
    public override string ToString() => string.Join("; ", this.Select(column => $"{column.Key}={column.Value}"));
}
