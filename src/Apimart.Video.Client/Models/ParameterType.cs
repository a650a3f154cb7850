namespace Apimart.Video.Models;

/// <summary>The JSON type of a request field.</summary>
public enum ParameterType
{
    /// <summary>A JSON string.</summary>
    String,

    /// <summary>A JSON number without a fraction, never in quotes.</summary>
    Integer,

    /// <summary>A JSON number.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>An array of JSON strings.</summary>
    StringArray,

    /// <summary>
    /// One JSON string for what other models take as a list: the user gives a list of one item, so that a script
    /// need not change with the model.
    /// </summary>
    SingleString,

    /// <summary>A JSON object.</summary>
    Object,

    /// <summary>An array of JSON objects.</summary>
    ObjectArray,
}
