using Apimart.Video.Polling;

namespace Apimart.Video.Client.Tests.Watching;

public sealed class LogNormalShapeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(200)]
    public void The_chances_of_the_brackets_are_those_of_the_density_and_together_one(int count)
    {
        foreach (bool startsLate in (bool[])[false, true])
        {
            double[] ends = [.. Enumerable.Range(1, count).Select(i => 60.0 + i)];
            LogNormalShape shape = new(ends, startsLate);
            double[] mass = new double[AgeGrid.Count];
            shape.AddTo(mass, 0.5);

            Assert.Equal(0.5, mass.Sum(), 1e-9);
            for (int i = AgeGrid.IndexOf(62); i < AgeGrid.Count - 1; i++)
            {
                double width = AgeGrid.Edges[i + 1] - AgeGrid.Edges[i];
                double integral = Enumerable.Range(0, 20).Average(n => shape.Density(AgeGrid.Edges[i] + (width * (n + 0.5) / 20))) * width;
                Assert.Equal(integral / 2, mass[i], 1e-5);
                Assert.True(mass[i] >= 0);
            }
        }
    }

    /// <summary>Student's t at 97.5 %, from its published table; a mean of 0 and a spread of 1 in logarithms.</summary>
    [Theory]
    [InlineData(1, 12.706)]
    [InlineData(2, 4.303)]
    [InlineData(5, 2.571)]
    [InlineData(10, 2.228)]
    [InlineData(30, 2.042)]
    public void A_duration_falls_beyond_the_tabulated_point_once_in_forty(int freedom, double point)
    {
        // As many logarithms, evenly about that of 10,000 s.
        double[] ends = [.. Enumerable.Range(0, freedom).Select(i => 10_000 * Math.Exp(freedom == 1 ? 0 : (i / (freedom - 1.0)) - 0.5)).Order()];
        double squares = 0.25 + ends.Sum(end => Math.Pow(Math.Log(end / 10_000), 2) + (1 / 12.0 / (end * end)));
        double spread = Math.Sqrt(squares / freedom * (1 + (1.0 / freedom)));
        double[] mass = new double[AgeGrid.Count];
        new LogNormalShape(ends, startsLate: false).AddTo(mass, 1);

        double edge = 10_000 * Math.Exp(-point * spread);
        int at = AgeGrid.IndexOf(edge);
        Assert.Equal(0.025, mass.Take(at).Sum() + (mass[at] * AgeGrid.Fraction(edge, at)), 0.0015);
    }

    [Fact]
    public void Tasks_that_always_took_the_same_take_it_within_a_second()
    {
        double[] ends = [.. Enumerable.Repeat(240.0, 100)];
        foreach (bool startsLate in (bool[])[false, true])
        {
            LogNormalShape shape = new(ends, startsLate);
            Assert.InRange(shape.Density(240), startsLate ? 1 : 0.02, 1.5);
        }
    }
}
