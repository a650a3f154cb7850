using System.Reflection;
using Apimart.Video.Client.Tests.Models.Families;
using Apimart.Video.Models;

namespace Apimart.Video.Client.Tests.Models;

/// <summary>The tables of the families against the catalogue: what is in no table is tested by nobody.</summary>
public sealed class FamilyTableTests
{
    /// <summary>The rows of all tables that name a model first: the seeds' and the families'.</summary>
    private static readonly object[][] s_rows =
    [
        .. typeof(FamilyTableTests).Assembly.GetTypes()
            .Where(type => type == typeof(SeedModelTests) || type.Namespace == typeof(GrokTests).Namespace)
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttributes<InlineDataAttribute>())
            .Select(row => row.Data.OfType<object>().ToArray())
            .Where(row => row.Length > 2),
    ];

    [Fact]
    public void Every_model_has_a_row_in_a_table() =>
        Assert.Empty(ModelCatalogue.Default.Models
            .Where(model => !s_rows.Any(row => row[0].Equals(model.Name)))
            .Select(model => model.Name));

    [Fact]
    public void Every_parameter_with_a_rule_has_a_row_of_its_model()
    {
        var missing =
            from model in ModelCatalogue.Default.Models
            from parameter in model.Parameters
            where !parameter.Rules.IsEmpty && !s_rows.Any(row => row[0].Equals(model.Name) && Speaks(row, parameter))
            select $"{model.Name} {parameter.Name}";

        Assert.True(!missing.Any(), string.Join(", ", missing));
    }

    [Fact]
    public void No_row_speaks_of_a_model_that_is_not_there() =>
        Assert.All(s_rows.Select(row => (string)row[0]).Distinct(), name => Assert.True(ModelCatalogue.Default.TryFind(name, out _), name));

    /// <summary>A row names the parameter, or gives it among others: <c>Duration=5; Size=1:1</c>.</summary>
    private static bool Speaks(object[] row, VideoModelParameter parameter) =>
        row.Skip(1).OfType<string>().Any(cell =>
            cell.Split("; ").Select(part => part.Split('=')[0]).Any(parameter.IsNamed));
}
