using System.Text.Json.Nodes;

namespace Apimart.Video.RowTrial;

/// <summary>What has to become of a cell.</summary>
internal enum Fate
{
    /// <summary>It says nothing.</summary>
    Blank,

    /// <summary>It is in the body.</summary>
    Sent,

    /// <summary>The line says something else, which counts; it is told.</summary>
    Overruled,

    /// <summary>It is named in the error of its row.</summary>
    Refused,

    /// <summary>It stays with the row.</summary>
    Carried,
}

/// <summary>A cell of a generated row.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Value">What stands in it.</param>
/// <param name="Fate">What has to become of it.</param>
/// <param name="Parameter">The parameter that it is for, or is near.</param>
/// <param name="Json">What it says, where it is good.</param>
internal sealed record Cell(string Column, object? Value, Fate Fate, string Parameter = "", JsonNode? Json = null);

/// <summary>A generated row.</summary>
/// <param name="Shape">What kind of object it comes as.</param>
/// <param name="Model">The model that counts for it, or null where it names none that exists.</param>
/// <param name="Cells">Its cells.</param>
/// <param name="Body">The body that has to arrive if it is good.</param>
internal sealed record Row(Shape Shape, Model? Model, List<Cell> Cells, JsonObject Body)
{
    internal bool IsGood { get; set; } = true;

    /// <summary>Whether a default counts for it that its model may refuse.</summary>
    internal bool IsDoubtful { get; set; }
}

/// <summary>What a row comes as.</summary>
internal enum Shape
{
    Custom,
    Hashtable,
    Ordered,
    Dictionary,
    DataRow,
    DataRowView,
    ClassObject,
}

/// <summary>A generated line with its rows.</summary>
internal sealed record Table(List<Row> Rows, string Arguments, Dictionary<string, object> Defaults, bool SkipsValidation, (Field Field, JsonNode Value)? OnLine);
