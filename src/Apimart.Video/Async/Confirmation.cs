using System.Management.Automation;

namespace Apimart.Video.Async;

/// <summary>What a user sees of the descriptions that are made for <c>ShouldProcess</c>.</summary>
internal static class Confirmation
{
    /// <summary>Whether a description would be seen: by -Verbose, -Confirm or -WhatIf, or what stands for them.</summary>
    internal static bool IsSeen(PSCmdlet cmdlet) =>
        IsOn(cmdlet, "WhatIf", LanguagePrimitives.IsTrue(cmdlet.GetVariableValue("WhatIfPreference")))
        || IsOn(cmdlet, "Verbose", IsAction(cmdlet.GetVariableValue("VerbosePreference")))
        || IsOn(cmdlet, "Confirm", Confirms(cmdlet.GetVariableValue("ConfirmPreference")));

    private static bool IsOn(PSCmdlet cmdlet, string parameter, bool preference) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out object? bound) ? LanguagePrimitives.IsTrue(bound) : preference;

    private static bool IsAction(object? preference) =>
        LanguagePrimitives.TryConvertTo(preference, out ActionPreference action) && action is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    /// <summary>A cmdlet without an impact of its own has a medium one.</summary>
    private static bool Confirms(object? preference) =>
        LanguagePrimitives.TryConvertTo(preference, out ConfirmImpact least) && least is ConfirmImpact.Low or ConfirmImpact.Medium;
}
