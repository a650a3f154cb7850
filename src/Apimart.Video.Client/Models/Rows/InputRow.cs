namespace Apimart.Video.Models.Rows;

/// <summary>The row that a request comes from, as far as it is not in the request itself.</summary>
/// <param name="Number">Its place in the input, counted from 1.</param>
/// <param name="Columns">The user's own columns, as texts.</param>
public sealed record InputRow(int Number, IReadOnlyDictionary<string, string> Columns);
