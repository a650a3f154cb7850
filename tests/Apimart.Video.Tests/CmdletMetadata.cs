using System.Reflection;

namespace Apimart.Video.Tests;

/// <summary>A cmdlet as its class declares it.</summary>
internal sealed class CmdletMetadata
{
    private const string Attributes = "System.Management.Automation.";

    private readonly Type _class;

    private CmdletMetadata(Type type, CustomAttributeData cmdlet)
    {
        _class = type;
        Name = $"{cmdlet.ConstructorArguments[0].Value}-{cmdlet.ConstructorArguments[1].Value}";
        SupportsShouldProcess = cmdlet.NamedArguments.Any(named => named is { MemberName: "SupportsShouldProcess", TypedValue.Value: true });
    }

    internal string Name { get; }

    internal bool SupportsShouldProcess { get; }

    /// <summary>Whether it has parameters that only a run knows.</summary>
    internal bool HasDynamicParameters => _class.GetInterfaces().Any(implemented => implemented.Name == "IDynamicParameters");

    /// <summary>The full names of what it says to emit; void is none.</summary>
    internal IEnumerable<string> OutputTypes => Of(_class, "OutputTypeAttribute")
        .SelectMany(output => (IReadOnlyCollection<CustomAttributeTypedArgument>)output.ConstructorArguments[0].Value!)
        .Select(type => type.Value is Type clr ? clr.FullName! : (string)type.Value!)
        .Where(name => name != "System.Void");

    /// <summary>The parameters, with those that every cmdlet of its kind inherits.</summary>
    internal IEnumerable<ParameterMetadata> Parameters
    {
        get
        {
            foreach (PropertyInfo property in _class.GetProperties())
            {
                CustomAttributeData[] uses = [.. Of(property, "ParameterAttribute")];
                if (uses.Length > 0)
                {
                    yield return ReadParameter(property, uses);
                }
            }

            if (SupportsShouldProcess)
            {
                yield return ParameterMetadata.Switch("WhatIf", "wi");
                yield return ParameterMetadata.Switch("Confirm", "cf");
            }
        }
    }

    /// <summary>The parameters whose numbers PowerShell would read by its own rule, where a comma is a thousands mark.</summary>
    internal IEnumerable<string> NumbersByAnotherRule => _class.GetProperties()
        .Where(property => Of(property, "ParameterAttribute").Any()
            && IsNumber(property.PropertyType)
            && !property.GetCustomAttributesData().Any(data => data.AttributeType.Name.EndsWith("TransformationAttribute", StringComparison.Ordinal)))
        .Select(property => property.Name);

    internal static IEnumerable<CmdletMetadata> ReadAll() =>
        from type in ModuleMetadata.Cmdlets.GetTypes()
        where !type.IsAbstract
        from cmdlet in Of(type, "CmdletAttribute")
        select new CmdletMetadata(type, cmdlet);

    public override string ToString() => Name;

    private static bool IsNumber(Type type) =>
        (type.IsArray ? type.GetElementType()! : type.IsGenericType ? type.GenericTypeArguments[0] : type).FullName
            is "System.Int32" or "System.Int64" or "System.Double" or "System.Single" or "System.Decimal" or "System.TimeSpan";

    private static ParameterMetadata ReadParameter(PropertyInfo property, CustomAttributeData[] uses) => new()
    {
        Name = property.Name,
        Type = property.PropertyType.FullName == "System.Management.Automation.SwitchParameter" || !property.PropertyType.IsGenericType
            ? property.PropertyType.FullName!
            : $"{property.PropertyType.Namespace}.{property.PropertyType.Name}[{property.PropertyType.GenericTypeArguments[0].FullName}]",
        Aliases = [.. Of(property, "AliasAttribute").SelectMany(Texts)],
        SupportsWildcards = Of(property, "SupportsWildcardsAttribute").Any(),
        Sets = [.. uses.Select(ReadSet)],
    };

    private static ParameterSetMetadata ReadSet(CustomAttributeData use)
    {
        Dictionary<string, object?> named = use.NamedArguments.ToDictionary(argument => argument.MemberName, argument => argument.TypedValue.Value);
        return new ParameterSetMetadata(
            named.GetValueOrDefault("ParameterSetName") as string ?? "(All)",
            named.GetValueOrDefault("Position") is int position ? position.ToString(System.Globalization.CultureInfo.InvariantCulture) : "Named",
            named.GetValueOrDefault("Mandatory") is true,
            named.GetValueOrDefault("ValueFromPipeline") is true,
            named.GetValueOrDefault("ValueFromPipelineByPropertyName") is true);
    }

    private static IEnumerable<string> Texts(CustomAttributeData attribute) =>
        ((IReadOnlyCollection<CustomAttributeTypedArgument>)attribute.ConstructorArguments[0].Value!).Select(text => (string)text.Value!);

    private static IEnumerable<CustomAttributeData> Of(MemberInfo member, string attribute) =>
        member.GetCustomAttributesData().Where(data => data.AttributeType.FullName == Attributes + attribute);
}
