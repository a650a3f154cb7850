using System.Management.Automation;
using System.Reflection;
using Apimart.Video.Commands;

namespace Apimart.Video;

/// <summary>The words that no model's parameter can have: those of New-ApimartVideo itself and PowerShell's own.</summary>
internal static class ReservedWords
{
    internal static IReadOnlyCollection<string> All { get; } =
    [
        .. Cmdlet.CommonParameters,
        .. Cmdlet.OptionalCommonParameters,
        .. typeof(NewApimartVideoCommand)
            .GetProperties()
            .Where(property => property.IsDefined(typeof(ParameterAttribute), inherit: true))
            .SelectMany(property => property.GetCustomAttributes<AliasAttribute>().SelectMany(alias => alias.AliasNames).Append(property.Name)),
    ];
}
