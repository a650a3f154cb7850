using System.Management.Automation;
using System.Reflection;
using Apimart.Video.Commands;

namespace Apimart.Video.Binding;

/// <summary>The words that no model's parameter can have: those of the cmdlets that take rows and PowerShell's own.</summary>
internal static class ReservedWords
{
    private static readonly string[] s_all =
    [
        .. Cmdlet.CommonParameters,
        .. Cmdlet.OptionalCommonParameters,
        .. OwnParameters
            .SelectMany(property => property.GetCustomAttributes<AliasAttribute>().SelectMany(alias => alias.AliasNames).Append(property.Name)),
    ];

    /// <summary>The parameters of the cmdlets that take rows.</summary>
    internal static IEnumerable<PropertyInfo> OwnParameters => new[] { typeof(NewApimartVideoCommand), typeof(TestApimartVideoCommand) }
        .SelectMany(cmdlet => cmdlet.GetProperties())
        .Where(property => property.IsDefined(typeof(ParameterAttribute), inherit: true))
        .DistinctBy(property => property.Name);

    /// <summary>Whether PowerShell takes the word for another parameter: for one that begins with it, too.</summary>
    internal static bool Takes(string word) =>
        Array.Exists(s_all, reserved => reserved.StartsWith(word, StringComparison.OrdinalIgnoreCase));
}
