using Apimart.Video.Chains;
using Apimart.Video.Models;
using CsCheck;

namespace Apimart.Video.Client.Tests.Chains;

/// <summary>Which row goes on from which. A failure prints the seed, and <c>CsCheck_Seed</c> repeats it.</summary>
public sealed class ChainGraphTests
{
    [Theory]
    [InlineData("a<,b<a", null)]
    [InlineData("b<a,a<", null)]
    [InlineData("b< A ,a<", null)]
    [InlineData("a<,b<c", "UnknownAfter")]
    [InlineData("a<,a<,b<a", "AmbiguousAfter")]
    [InlineData("a<a", "CircularAfter")]
    [InlineData("a<b,b<a", "CircularAfter")]
    [InlineData("a<c,b<a,c<b", "CircularAfter")]
    [InlineData("a<,b<a#2", null)]
    [InlineData("a<,b<a#0", "UnknownAfter")]
    [InlineData("a<,b<c#2", "UnknownAfter")]
    [InlineData("a#2<,b<a#2", null)]
    public void A_name_means_one_row_or_is_refused_with_the_rule(string rows, string? errorId)
    {
        ChainGraph graph = Of(rows);
        RequestProblem[] problems = [.. Enumerable.Range(0, rows.Split(',').Length).Select(graph.ProblemOf).OfType<RequestProblem>()];

        Assert.Equal(errorId, problems.Select(problem => problem.ErrorId).Distinct().SingleOrDefault());
        Assert.All(problems, problem =>
        {
            Assert.Equal("After", problem.Parameter);
            Assert.Contains($"'{problem.Value}'", problem.Message, StringComparison.Ordinal);
            Assert.EndsWith(".", problem.Advice, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void What_only_leads_into_a_circle_is_no_part_of_it()
    {
        ChainGraph graph = Of("a<b,b<a,c<a");

        Assert.Equal(["CircularAfter", "CircularAfter", null], new[] { 0, 1, 2 }.Select(row => graph.ProblemOf(row)?.ErrorId));
    }

    [Fact]
    public void Rows_of_another_job_are_not_meant()
    {
        ChainGraph graph = new([new("Row 1", "one", ["a"], null), new("Row 2", "TWO", ["a"], null), new("Row 3", "two", ["b"], "a")]);

        Assert.Equal(1, graph.ParentOf(2));
    }

    [Fact]
    public void A_row_that_was_sent_before_the_column_came_is_told_as_such() => Assert.Contains(
        "column After",
        new ChainGraph([new("Row 2", null, [], "a")], new HashSet<string> { "a" }).ProblemOf(0)!.Advice,
        StringComparison.Ordinal);

    [Fact]
    public void A_forest_is_found_in_whatever_order_its_rows_stand() => Gen.Select(
        Gen.Int[1, 30].SelectMany(count => Gen.Int[-3, 28].Array[count]),
        Gen.Int[0, int.MaxValue])
        .Sample((parents, seed) =>
        {
            // Row n goes on from a row before it, or from none; then the rows are shuffled.
            int[] order = Enumerable.Range(0, parents.Length).ToArray();
            new Random(seed).Shuffle(order);
            int?[] before = [.. parents.Select((parent, row) => parent >= 0 && row > 0 ? parent % row : (int?)null)];
            ChainGraph graph = new([.. order.Select(row => new ChainRow($"Row {row}", null, [$"n{row}"], before[row] is { } parent ? $"N{parent}" : null))]);

            Assert.All(Enumerable.Range(0, order.Length), place =>
            {
                Assert.Null(graph.ProblemOf(place));
                Assert.Equal(before[order[place]], graph.ParentOf(place) is { } found ? order[found] : null);
                int root = order[place];
                while (before[root] is { } up)
                {
                    root = up;
                }

                Assert.Equal(root, order[graph.RootOf(place)]);
            });
            HashSet<int> seen = [];
            Assert.All(graph.ParentsFirst(), place =>
            {
                Assert.True(graph.ParentOf(place) is not { } up || seen.Contains(up));
                seen.Add(place);
            });
            Assert.Equal(order.Length, seen.Count);
        });

    private static ChainGraph Of(string rows) => new(
    [
        .. rows.Split(',').Select((row, place) =>
        {
            string[] parts = row.Split('<');
            return new ChainRow($"Row {place + 1} ({parts[0]})", null, [parts[0]], parts[1].Length == 0 ? null : parts[1]);
        }),
    ]);
}
