using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace Apimart.Video.Binding;

/// <summary>
/// Script blocks that are evaluated for each row, with <c>$_</c>. Where a parameter's type has no room for one, a stand-in that is
/// told by its identity is bound in its place.
/// </summary>
internal static class PerRow
{
    private static readonly ConditionalWeakTable<object, ScriptBlock> s_blocks = new();

    /// <summary>Keeps the block behind its stand-in.</summary>
    internal static T Hold<T>(ScriptBlock block, T standIn)
        where T : class
    {
        s_blocks.Add(standIn, block);
        return standIn;
    }

    /// <summary>The block that a bound value is or stands for, or null.</summary>
    internal static ScriptBlock? BlockOf(object? value) => value switch
    {
        null => null,
        ScriptBlock block => block,
        PSObject { BaseObject: ScriptBlock block } => block,
        _ => s_blocks.TryGetValue(value, out ScriptBlock? held) ? held : null,
    };

    /// <summary>What the block makes of a row: null for nothing, a list for several.</summary>
    internal static object? Evaluate(ScriptBlock block, object? row)
    {
        Collection<PSObject> made = block.InvokeWithContext(null, [new PSVariable("_", row)]);
        return made.Count switch
        {
            0 => null,
            1 => made[0],
            _ => made,
        };
    }
}

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
