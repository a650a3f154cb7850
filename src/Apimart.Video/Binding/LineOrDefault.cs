using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Apimart.Video.Binding;

/// <summary>Tells whether a bound value was typed on the line or comes from <c>$PSDefaultParameterValues</c>, which PowerShell does not.</summary>
internal sealed class LineOrDefault
{
    private readonly PSCmdlet _cmdlet;
    private readonly IDictionary? _defaults;
    private CommandAst? _line;

    internal LineOrDefault(PSCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
        object? table = cmdlet.GetVariableValue("PSDefaultParameterValues");
        _defaults = (table is PSObject wrapped ? wrapped.BaseObject : table) as IDictionary;
    }

    /// <summary>Whether the value is a default: one of the table's, and not named on the line as well.</summary>
    /// <param name="value">The bound value.</param>
    /// <param name="names">The parameter's name and its aliases.</param>
    internal bool IsDefault(object? value, params string[] names) =>
        _defaults is { Count: > 0 }
        && _defaults.Cast<DictionaryEntry>().Any(entry => IsFor(entry, names) && Gives(entry.Value, value))
        && !IsTyped(names);

    private bool IsFor(DictionaryEntry entry, string[] names)
    {
        string[] key = (entry.Key?.ToString() ?? string.Empty).Split(':', 2);
        return key.Length == 2
            && new WildcardPattern(Plain(key[0]), WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant).IsMatch(_cmdlet.MyInvocation.MyCommand.Name)
            && new WildcardPattern(Plain(key[1]), WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant) is var parameter
            && names.Any(parameter.IsMatch);
    }

    private static string Plain(string part) => part.Trim().Trim('\'', '"');

    private static bool Gives(object? standard, object? bound) =>
        standard is ScriptBlock || standard is PSObject { BaseObject: ScriptBlock } || LanguagePrimitives.Equals(standard, bound, ignoreCase: false);

    private bool IsTyped(string[] names)
    {
        _line ??= ReadLine();
        return _line is not null && _line.CommandElements.Skip(1).Any(element => element switch
        {
            CommandParameterAst typed => names.Any(name => name.StartsWith(typed.ParameterName, StringComparison.OrdinalIgnoreCase)),
            VariableExpressionAst { Splatted: true } splat => _cmdlet.GetVariableValue(splat.VariablePath.UserPath) is IDictionary map
                && map.Keys.Cast<object>().Any(key => names.Contains(key.ToString(), StringComparer.OrdinalIgnoreCase)),
            _ => false,
        });
    }

    private CommandAst? ReadLine()
    {
        InvocationInfo call = _cmdlet.MyInvocation;
        int start = call.OffsetInLine - 1;
        return start < 0 || call.Line is not { } line || start >= line.Length
            ? null
            : Parser.ParseInput(line[start..], out _, out _).Find(ast => ast is CommandAst, searchNestedScriptBlocks: false) as CommandAst;
    }
}
