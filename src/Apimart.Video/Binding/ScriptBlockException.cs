using System.Management.Automation;

namespace Apimart.Video;

/// <summary>A script block that was given to a parameter failed for a row.</summary>
internal sealed class ScriptBlockException : Exception
{
    internal ScriptBlockException(string parameter, RuntimeException cause)
        : base($"The script block of -{parameter} failed: {cause.Message}", cause)
    {
        Parameter = parameter;
    }

    /// <summary>The parameter that it was given to.</summary>
    internal string Parameter { get; }
}
