using System.Management.Automation;

namespace Apimart.Video.Async;

/// <summary>Warnings of a pipeline that was stopped and takes no output any more: they go to the host itself.</summary>
internal static class HostWarning
{
    /// <summary>Says something, unless warnings are not wanted; a line each.</summary>
    internal static void Say(PSCmdlet cmdlet, string text)
    {
        object? preference = cmdlet.MyInvocation.BoundParameters.GetValueOrDefault("WarningAction")
            ?? cmdlet.SessionState.PSVariable.GetValue("WarningPreference");
        if (LanguagePrimitives.TryConvertTo(preference, out ActionPreference wanted)
            && wanted is ActionPreference.SilentlyContinue or ActionPreference.Ignore)
        {
            return;
        }

        foreach (string line in text.Split('\n'))
        {
            cmdlet.Host.UI?.WriteWarningLine(line);
        }
    }
}
