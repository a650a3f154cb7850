using System.Globalization;
using Apimart.Video.Models;

namespace Apimart.Video.Journal;

/// <summary>
/// One part of a batch that several machines share without a word between them: a row falls to the same part on each, whatever
/// the order of the rows, since its request's digest decides.
/// </summary>
internal sealed record RowShard
{
    private const int DigitsUsed = 12;
    private const int Most = 1000;

    private RowShard(int number, int count)
    {
        Number = number;
        Count = count;
    }

    /// <summary>Which part, counted from 1.</summary>
    public int Number { get; }

    /// <summary>How many parts there are.</summary>
    public int Count { get; }

    /// <summary>Reads the third of eight parts as <c>3/8</c>.</summary>
    /// <exception cref="ArgumentException">The text is no such part.</exception>
    public static RowShard Parse(string text) =>
        text.Split('/') is [var number, var count]
        && int.TryParse(number, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int part)
        && int.TryParse(count, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int parts)
        && parts is >= 1 and <= Most
        && part >= 1
        && part <= parts
            ? new RowShard(part, parts)
            : throw new ArgumentException($"'{text}' is no part of a batch: -Shard takes the number of the part and the number of all, such as 3/8.");

    /// <summary>Whether a row falls to this part. Equal rows and all takes of a row fall to the same one.</summary>
    public bool Takes(PreparedRequest request) =>
        long.Parse(request.Digest.AsSpan(0, DigitsUsed), NumberStyles.HexNumber, CultureInfo.InvariantCulture) % Count == Number - 1;

    /// <summary>The part as it is written.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");
}
