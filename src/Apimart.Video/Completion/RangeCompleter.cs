using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;

namespace Apimart.Video.Completion;

/// <summary>Completes a number by the range that the parameter declares: its ends and a step; what is typed, where it lies within.</summary>
public sealed class RangeCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        PropertyInfo? parameter = typeof(RangeCompleter).Assembly.GetTypes()
            .FirstOrDefault(type => type.GetCustomAttribute<CmdletAttribute>() is { } cmdlet
                && $"{cmdlet.VerbName}-{cmdlet.NounName}".Equals(commandName, StringComparison.OrdinalIgnoreCase))
            ?.GetProperty(parameterName, BindingFlags.Instance | BindingFlags.Public | BindingFlags.IgnoreCase);
        return parameter?.GetCustomAttribute<ValidateRangeAttribute>() is { MinRange: { } least, MaxRange: { } most }
            ? CompletionWord.CompleteNumber(
                wordToComplete,
                Convert.ToDecimal(least, System.Globalization.CultureInfo.InvariantCulture),
                Convert.ToDecimal(most, System.Globalization.CultureInfo.InvariantCulture),
                whole: least is int,
                value => $"{value}. From {least} to {most}.")
            : [];
    }
}
