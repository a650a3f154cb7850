namespace Apimart.Video.Tests;

/// <summary>How a parameter takes part in a parameter set.</summary>
internal sealed record ParameterSetMetadata(string Name, string Position, bool Required, bool ByValue, bool ByPropertyName);
