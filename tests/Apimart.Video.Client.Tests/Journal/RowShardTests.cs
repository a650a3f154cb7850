using System.Globalization;
using System.Numerics;
using Apimart.Video.Journal;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>Machines share a batch without a word between them: each row is one machine's, and the same one's on all of them.</summary>
public sealed class RowShardTests
{
    [Theory]
    [InlineData("3/8", 3, 8)]
    [InlineData(" 3 / 8 ", 3, 8)]
    [InlineData("1/1", 1, 1)]
    [InlineData("8/8", 8, 8)]
    [InlineData("1000/1000", 1000, 1000)]
    public void A_part_is_its_number_and_the_number_of_all(string text, int number, int count)
    {
        RowShard part = RowShard.Parse(text);

        Assert.Equal((number, count, $"{number}/{count}"), (part.Number, part.Count, part.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("3/")]
    [InlineData("0/8")]
    [InlineData("9/8")]
    [InlineData("0/0")]
    [InlineData("1/0")]
    [InlineData("-1/8")]
    [InlineData("+1/8")]
    [InlineData("1/1001")]
    [InlineData("3/8/1")]
    [InlineData("a/8")]
    [InlineData("3/b")]
    [InlineData("1,0/8")]
    public void What_is_no_part_is_refused_with_an_example(string text)
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(() => RowShard.Parse(text));

        Assert.Contains($"'{text}'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("3/8", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Machines may have different versions: the rule is the same for ever.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(1000)]
    public void Each_row_falls_to_one_part_by_the_first_twelve_digits_of_its_digest(int count)
    {
        RowShard[] parts = [.. Enumerable.Range(1, count).Select(number => RowShard.Parse($"{number}/{count}"))];
        for (int row = 0; row < 100; row++)
        {
            var request = Rows.Row($"row {row}");
            var digits = BigInteger.Parse("0" + request.Digest[..12], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

            Assert.Equal((int)(digits % count) + 1, Assert.Single(parts, part => part.Takes(request)).Number);
        }
    }
}
