using System.Collections;
using System.Globalization;
using Apimart.Video.Models;
using Apimart.Video.Models.Rows;
using Apimart.Video.Text;

namespace Apimart.Video.Binding;

/// <summary>A row's cells as the texts that the journal and file names hold.</summary>
internal static class CarriedColumns
{
    internal static IReadOnlyDictionary<string, string> Of(IEnumerable<RowCell> cells)
    {
        Dictionary<string, string> columns = new(StringComparer.OrdinalIgnoreCase);
        foreach (RowCell cell in cells)
        {
            columns[cell.Column] = Text(cell.Value);
        }

        return columns;
    }

    private static string Text(object? value) => value switch
    {
        null or DBNull => string.Empty,
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        string text => text,
        IEnumerable => Json(value),
        _ => ParameterValue.ToText(value) ?? value.ToString() ?? string.Empty,
    };

    private static string Json(object value)
    {
        try
        {
            return JsonValues.ToNode(value) is { } node ? JsonValues.ToCanonical(node) : string.Empty;
        }
        catch (ArgumentException)
        {
            return value.ToString() ?? string.Empty;
        }
    }
}
