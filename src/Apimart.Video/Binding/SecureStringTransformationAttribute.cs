using System.Management.Automation;
using System.Security;

namespace Apimart.Video.Binding;

/// <summary>Takes a text where a <see cref="SecureString"/> is wanted.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecureStringTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Protects a text; leaves everything else as it is.</summary>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        inputData is PSObject wrapped ? Transform(engineIntrinsics, wrapped.BaseObject)
        : inputData is string text ? Protect(text)
        : inputData;

    internal static SecureString Protect(string text)
    {
        SecureString secret = new();
        foreach (char c in text)
        {
            secret.AppendChar(c);
        }

        secret.MakeReadOnly();
        return secret;
    }
}
