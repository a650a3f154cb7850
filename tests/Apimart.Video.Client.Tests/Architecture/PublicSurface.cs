using System.Reflection;

namespace Apimart.Video.Client.Tests.Architecture;

/// <summary>What of an assembly others may use: its public types and what is public or protected in them, a line each.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    internal static string[] Of(Assembly assembly) =>
    [
        .. assembly.GetExportedTypes().SelectMany(type => MembersOf(type).Select(member => $"{NameOf(type)}.{member}").Prepend(NameOf(type))).Distinct().Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> MembersOf(Type type)
    {
        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(value => $"{value.Name} = {value.GetRawConstantValue()}");
        }

        // What the compiler makes of every record says nothing of ours.
        IEnumerable<string> methods = type.GetMethods(Declared)
            .Where(method => IsSeen(method) && !method.IsSpecialName && method.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is null)
            .Select(method => $"{method.Name}({Parameters(method)}) -> {NameOf(method.ReturnType)}");
        IEnumerable<string> made = type.GetConstructors(Declared)
            .Where(maker => IsSeen(maker) && !maker.IsStatic && !(maker.GetParameters() is [{ } copied] && copied.ParameterType == type))
            .Select(maker => $"{type.Name}({Parameters(maker)})");
        IEnumerable<string> properties = type.GetProperties(Declared)
            .Where(property => property.GetAccessors(nonPublic: true).Any(IsSeen) && property.Name != "EqualityContract")
            .Select(property => $"{property.Name} {{ {string.Join(' ', property.GetAccessors(nonPublic: true).Where(IsSeen).Select(accessor => accessor.Name[..3] + ";"))} }} -> {NameOf(property.PropertyType)}");
        IEnumerable<string> fields = type.GetFields(Declared)
            .Where(field => field.IsPublic || field.IsFamily)
            .Select(field => $"{field.Name} -> {NameOf(field.FieldType)}");
        return [.. methods, .. made, .. properties, .. fields];
    }

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter => $"{NameOf(parameter.ParameterType)} {parameter.Name}{(parameter.IsOptional ? " = …" : string.Empty)}"));

    private static string NameOf(Type type)
    {
        if (type.IsByRef || type.IsArray)
        {
            return NameOf(type.GetElementType()!) + (type.IsArray ? "[]" : "&");
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        string name = type.IsNested ? $"{NameOf(type.DeclaringType!)}.{type.Name}" : type.Namespace == "System" ? type.Name : $"{type.Namespace}.{type.Name}";
        return type.IsGenericType ? $"{name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>" : name;
    }
}
