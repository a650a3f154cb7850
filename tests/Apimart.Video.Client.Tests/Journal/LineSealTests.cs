using System.Text;
using Apimart.Video.Journal;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>The checksums that each line ends with. Journals of all versions have to agree on them.</summary>
public sealed class LineSealTests
{
    private const uint Former = 0x0012abcd;

    /// <summary>The examples of RFC 3720, B.4, and the usual check value.</summary>
    [Theory]
    [InlineData("313233343536373839", 0xe3069283)]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 0x8a9136aa)]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", 0x62a8ab43)]
    [InlineData("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", 0x46dd794e)]
    [InlineData("", 0)]
    public void It_is_crc_32c_however_the_bytes_are_cut(string hex, uint sum)
    {
        byte[] bytes = Convert.FromHexString(hex);
        for (int at = 0; at <= bytes.Length; at++)
        {
            Assert.Equal(sum, LineSeal.Extend(LineSeal.Extend(0, bytes.AsSpan(0, at)), bytes.AsSpan(at)));
        }
    }

    [Fact]
    public void A_line_ends_with_the_checksum_of_the_one_before_it_and_its_own()
    {
        byte[] line = LineSeal.Close("""{"e":"state"}"""u8, Former, out uint own);

        string text = Encoding.UTF8.GetString(line);
        Assert.Equal($$"""{"e":"state","p":"0012abcd","c":"{{own:x8}}"}""", text);
        Assert.Equal(own, LineSeal.Extend(0, Encoding.UTF8.GetBytes(text[..text.IndexOf("\",\"c\"", StringComparison.Ordinal)])));
        Assert.Equal(new SealReading(true, true, Former, own), LineSeal.Read(line));
    }

    [Fact]
    public void A_byte_that_is_changed_anywhere_leaves_no_whole_line()
    {
        byte[] line = LineSeal.Close("""{"e":"state"}"""u8, Former, out _);
        for (int at = 0; at < line.Length; at++)
        {
            byte[] changed = [.. line];
            changed[at] ^= 1;

            Assert.False(LineSeal.Read(changed).IsWhole, $"byte {at}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"e":"state"}""")]
    [InlineData(""","p":"00000000","c":"00000000"}""")]
    [InlineData("""{"q":"00000000","c":"00000000"}""")]
    [InlineData("""{"e":1,"q":"00000000","c":"00000000"}""")]
    [InlineData("""{"e":1,"p":"00000000","d":"00000000"}""")]
    [InlineData("""{"e":1,"p":"0000000g","c":"00000000"}""")]
    [InlineData("""{"e":1,"p":"00000000","c":"0000000g"}""")]
    [InlineData("""{"e":1,"p":"00000000","c":"00000000" """)]
    public void A_line_that_ends_otherwise_has_none(string line) =>
        Assert.Equal(new SealReading(false, false, 0, 0), LineSeal.Read(Encoding.UTF8.GetBytes(line)));
}
