using Apimart.Video.Client.Tests.Support;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Apimart.Video.Client.Tests.Architecture;

/// <summary>A script does the same whatever culture its user has: no number or date is read or told by the session's own.</summary>
public sealed class CultureTests
{
    /// <summary>Formats that look the same in every culture.</summary>
    private static readonly HashSet<string?> s_alike = ["0", "u", "O", "o", "s", "R", "r"];

    private const string Handler = "DefaultInterpolatedStringHandler";

    private static readonly HashSet<string> s_read =
    [
        "Byte", "SByte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64", "Int128", "UInt128", "Single", "Double", "Decimal",
        "DateTime", "DateTimeOffset", "DateOnly", "TimeOnly", "TimeSpan",
    ];

    /// <summary>What looks different elsewhere; whole numbers do not.</summary>
    private static readonly HashSet<string> s_told = ["Single", "Double", "Decimal", "DateTime", "DateTimeOffset", "DateOnly"];

    public static TheoryData<string> Shipped =>
    [
        Path.Combine(AppContext.BaseDirectory, "Apimart.Video.Client.dll"),
        Path.Combine(AppContext.BaseDirectory, "Apimart.Video.PostgreSql.dll"),
        Path.Combine(AppContext.BaseDirectory, "Apimart.Video.Simulator.dll"),
        Path.Combine(DocumentTable.Root(), "out", "Apimart.Video", "bin", "Apimart.Video.dll"),
    ];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Numbers_and_dates_are_read_by_a_culture_that_is_named(string assembly) =>
        Assert.Equal(string.Empty, string.Join(Environment.NewLine, Calls(assembly).Where(call => IsRead(call.Called)).Select(Told)));

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Fractions_and_dates_are_told_by_a_culture_that_is_named(string assembly) => Assert.Equal(
        string.Empty,
        string.Join(
            Environment.NewLine,
            Calls(assembly).Where(call => IsToldAlone(call.Called) || (call.IsOfSession && IsPartOfText(call.Called, call.Format))).Select(Told)));

    private static bool IsRead(MethodReference called) =>
        s_read.Contains(called.DeclaringType.Name) && called.DeclaringType.Namespace == "System" && called.Name.Contains("Parse", StringComparison.Ordinal) && !NamesCulture(called);

    private static bool IsToldAlone(MethodReference called) =>
        s_told.Contains(called.DeclaringType.Name) && called.DeclaringType.Namespace == "System" && called.Name == "ToString" && !NamesCulture(called);

    private static bool IsPartOfText(MethodReference called, string? format) => !s_alike.Contains(format)
        && called is GenericInstanceMethod { Name: "AppendFormatted" } part && part.DeclaringType.Name == Handler && s_told.Contains(Plain(part.GenericArguments[0]));

    private static string Plain(TypeReference type) => type is GenericInstanceType { Name: "Nullable`1" } nullable ? nullable.GenericArguments[0].Name : type.Name;

    private static bool NamesCulture(MethodReference called) => called.Parameters.Any(parameter => parameter.ParameterType.Name == "IFormatProvider");

    private static string Told((MethodDefinition From, MethodReference Called, string? Format, bool IsOfSession) call) =>
        $"{call.From.DeclaringType.Name}.{call.From.Name}: {call.Called.DeclaringType.Name}.{call.Called.Name}";

    /// <summary>
    /// Every call of an assembly's code, with the text that it is given last, and whether a text that is put together there has no
    /// culture of its own.
    /// </summary>
    private static IEnumerable<(MethodDefinition From, MethodReference Called, string? Format, bool IsOfSession)> Calls(string assembly)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(assembly);
        foreach (MethodDefinition method in module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody))
        {
            bool isOfSession = false;
            foreach (Instruction call in method.Body.Instructions)
            {
                if (call.Operand is not MethodReference called)
                {
                    continue;
                }

                if (called.Name == ".ctor" && called.DeclaringType.Name == Handler)
                {
                    isOfSession = !NamesCulture(called);
                }

                yield return (method, called, call.Previous?.Operand as string, isOfSession);
            }
        }
    }
}
