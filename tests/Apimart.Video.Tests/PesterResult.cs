using System.Text.Json.Serialization;

namespace Apimart.Video.Tests;

/// <summary>How one Pester test ended.</summary>
public sealed record PesterResult(string Name, string Result, string? Message)
{
    public override string ToString() => Name;
}

[JsonSerializable(typeof(PesterResult[]))]
internal sealed partial class PesterJsonContext : JsonSerializerContext;
