using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Apimart.Video.Client.Tests.Architecture;

/// <summary>A type of ours that names another one of ours, in a signature or in the code of a method.</summary>
/// <param name="From">Who names it; of nested types the outermost.</param>
/// <param name="To">Who is named.</param>
/// <param name="Assembly">Where that one lies.</param>
internal sealed record TypeArrow(TypeName From, TypeName To, string Assembly);

/// <summary>A type by its namespace and its name.</summary>
internal sealed record TypeName(string Namespace, string Name)
{
    public override string ToString() => $"{Namespace}.{Name}";
}

/// <summary>Reads out of an assembly which of its types know which others of ours: what is compiled counts, not what is imported.</summary>
internal sealed class TypeArrows
{
    private const string Ours = "Apimart.Video";

    private readonly HashSet<TypeArrow> _arrows = [];

    private TypeArrows(ModuleDefinition module)
    {
        foreach (TypeDefinition type in module.GetTypes())
        {
            Read(type);
        }
    }

    /// <summary>The arrows of an assembly, without those of code that a compiler made.</summary>
    internal static IReadOnlyCollection<TypeArrow> Of(string path)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(path);
        return [.. new TypeArrows(module)._arrows.Where(arrow => arrow.From != arrow.To && IsOurs(arrow.From) && IsOurs(arrow.To))];
    }

    /// <summary>The names of the assemblies that an assembly needs.</summary>
    internal static IReadOnlyCollection<string> ReferencesOf(string path)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(path);
        return [.. module.AssemblyReferences.Select(reference => reference.Name)];
    }

    /// <summary>The methods of an assembly's types, as <c>Type.Method</c>.</summary>
    internal static IReadOnlySet<string> MethodsOf(string path)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(path);
        return module.GetTypes().SelectMany(type => type.Methods.Select(method => $"{Plain(type.Name)}.{method.Name}")).ToHashSet();
    }

    /// <summary>The names of an assembly's types.</summary>
    internal static IReadOnlySet<string> TypesOf(string path)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(path);
        return module.Types.Select(type => Plain(type.Name)).ToHashSet();
    }

    private static bool IsOurs(TypeName type) =>
        (type.Namespace == Ours || type.Namespace.StartsWith(Ours + ".", StringComparison.Ordinal)) && !type.Name.StartsWith('<');

    private void Read(TypeDefinition type)
    {
        Add(type, type.BaseType);
        AddAttributes(type, type);
        foreach (InterfaceImplementation promise in type.Interfaces)
        {
            Add(type, promise.InterfaceType);
        }

        foreach (FieldDefinition field in type.Fields)
        {
            Add(type, field.FieldType);
        }

        foreach (PropertyDefinition property in type.Properties)
        {
            AddAttributes(type, property);
        }

        foreach (MethodDefinition method in type.Methods)
        {
            Add(type, method);
            if (method.HasBody)
            {
                Read(type, method.Body);
            }
        }
    }

    private void Read(TypeDefinition type, MethodBody body)
    {
        foreach (VariableDefinition variable in body.Variables)
        {
            Add(type, variable.VariableType);
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            Add(type, handler.CatchType);
        }

        foreach (Instruction instruction in body.Instructions)
        {
            switch (instruction.Operand)
            {
                case MethodReference method:
                    Add(type, method);
                    break;
                case FieldReference field:
                    Add(type, field.DeclaringType);
                    Add(type, field.FieldType);
                    break;
                case TypeReference named:
                    Add(type, named);
                    break;
            }
        }
    }

    /// <summary>An attribute names types in its arguments too, as a completer's.</summary>
    private void AddAttributes(TypeDefinition type, ICustomAttributeProvider provider)
    {
        foreach (CustomAttribute attribute in provider.CustomAttributes)
        {
            Add(type, attribute.AttributeType);
            if (attribute.AttributeType.Namespace.StartsWith(Ours, StringComparison.Ordinal) || attribute.AttributeType.Name is "ArgumentCompleterAttribute" or "OutputTypeAttribute")
            {
                foreach (TypeReference named in attribute.ConstructorArguments.Select(argument => argument.Value).OfType<TypeReference>())
                {
                    Add(type, named);
                }
            }
        }
    }

    private void Add(TypeDefinition from, MethodReference method)
    {
        Add(from, method.DeclaringType);
        Add(from, method.ReturnType);
        foreach (ParameterDefinition parameter in method.Parameters)
        {
            Add(from, parameter.ParameterType);
        }

        if (method is GenericInstanceMethod generic)
        {
            foreach (TypeReference argument in generic.GenericArguments)
            {
                Add(from, argument);
            }
        }
    }

    private void Add(TypeDefinition from, TypeReference? to)
    {
        switch (to)
        {
            case null or GenericParameter:
                return;
            case GenericInstanceType generic:
                Add(from, generic.ElementType);
                foreach (TypeReference argument in generic.GenericArguments)
                {
                    Add(from, argument);
                }

                return;
            case TypeSpecification part:
                Add(from, part.ElementType);
                return;
            default:
                string assembly = to.Scope is AssemblyNameReference other ? other.Name : from.Module.Assembly.Name.Name;
                _arrows.Add(new TypeArrow(NameOf(from), NameOf(to), assembly));
                return;
        }
    }

    private static TypeName NameOf(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return new TypeName(type.Namespace, Plain(type.Name));
    }

    private static string Plain(string name) => name.Split('`')[0];
}
