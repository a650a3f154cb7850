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

    /// <summary>A JSON object.</summary>
    Object,

    /// <summary>An array of JSON objects.</summary>
    ObjectArray,
}
