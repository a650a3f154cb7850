using System.Text;
using Apimart.Video.Text;

namespace Apimart.Video.Client.Tests.Api;

public sealed class ForeignTextTests
{
    private const string Key = "sk-Live/7Q+x9_Z~42";
    private static readonly ForeignText s_gate = new(Key);

    public static TheoryData<string> Spellings =>
    [
        Key,
        $"'{Key}'",
        $"\"{Key}\"",
        $"Bearer {Key}",
        Key.ToUpperInvariant(),
        Uri.EscapeDataString(Key),
        string.Concat(Key.Select(c => $"%{(int)c:x2}")),
        string.Concat(Key.Select(c => $"%25{(int)c:X2}")),
        string.Concat(Key.Select(c => $"\\u{(int)c:x4}")),
        string.Concat(Key.Select(c => $"\\x{(int)c:x2}")),
        string.Concat(Key.Select(c => $"&#{(int)c};")),
        string.Concat(Key.Select(c => $"&#x{(int)c:X};")),
        Key.Replace("/", "\\/", StringComparison.Ordinal),
        string.Join('\u200B', Key.ToCharArray()),
        string.Join('\n', Key.Chunk(7).Select(part => new string(part))),
        Convert.ToHexString(Encoding.ASCII.GetBytes(Key)),
        Convert.ToBase64String(Encoding.ASCII.GetBytes(Key)),
        Convert.ToBase64String(Encoding.ASCII.GetBytes($"Bearer {Key}")),
        Convert.ToBase64String(Encoding.ASCII.GetBytes($"Authorization: Bearer {Key}\r\n")),
        Convert.ToBase64String(Encoding.ASCII.GetBytes($"u:{Key}")).Replace('+', '-').Replace('/', '_').TrimEnd('='),
    ];

    [Theory]
    [MemberData(nameof(Spellings))]
    public void The_key_is_hidden_in_every_spelling_and_the_words_around_it_stay(string spelled)
    {
        string shown = s_gate.Clean($"before {spelled} after");

        Assert.StartsWith("before ", shown, StringComparison.Ordinal);
        Assert.EndsWith(" after", shown, StringComparison.Ordinal);
        Assert.Contains("***", shown, StringComparison.Ordinal);
        Assert.True(shown.Length < "before  after".Length + 40, shown);
        Assert.DoesNotContain("7Q", shown, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("sk-50%off", "sk-50%25off", "***")]
    [InlineData("sk-50%off", "sk-50%2525off", "***")]
    [InlineData("sk-50%off", "sk-50%off", "***")]
    [InlineData("sk-%25", "sk-%25", "***")]
    [InlineData("sk-a&b", "sk-a&#38;b", "***")]
    [InlineData("sk-a&b", "sk-a&amp;b", "***")]
    [InlineData("sk-a&b", "sk-a&amp;amp;b", "***")]
    [InlineData("sk-a&b", "sk-a&amp;#38;b", "***")]
    [InlineData("sk-a&amp;b", "sk-a&amp;b", "***")]
    [InlineData("s<k>\"a'b", "s&lt;k&gt;&quot;a&apos;b", "***")]
    [InlineData("sk<k", "sk&amp;lt;k", "***")]
    [InlineData("my pass", "my+pass", "***")]
    [InlineData("my pass", "my%20pass", "***")]
    [InlineData("my+pass", "my pass", "my pass")]
    [InlineData("sk-a&b", "sk-a&lt;b &; &", "sk-a&lt;b &; &")]
    [InlineData("sk-a\\b", "sk-a\\\\b", "***")]
    [InlineData("sk-abcd", "%25252573k-abcd", "***")]
    [InlineData("sk-abcd", "\\X73k-abcd", "***")]
    [InlineData("sk-abcd", "\\U0073k-abcd", "***")]
    [InlineData("sk-abcd", "&#x0000073;k-abcd", "***")]
    [InlineData("sk-abcd", "&#X73;k-abcd", "***")]
    [InlineData("sk-abcd", "&#73;k-abcd", "&#73;k-abcd")]
    [InlineData("sk-abcd", "\\sk-abcd", "***")]
    [InlineData("sk-abcd", "xsk-abcdy", "x***y")]
    [InlineData("sk-abcd", "sk-abcd sk-abcd", "*** ***")]
    [InlineData("sk-abcd", "sk-abcdsk-abcd", "******")]
    [InlineData("sk-abcd", "s\u0001k\u200B\u200B-abcd.", "***.")]
    [InlineData("sk-abcd", "sk-abc", "sk-abc")]
    [InlineData("sk-abcd", "%73", "%73")]
    [InlineData("abcd", "ABCD abc", "*** abc")]
    [InlineData("abc", "abc", "abc")]
    public void A_secret_is_hidden_to_its_last_character_and_nothing_else_is(string secret, string text, string expected) =>
        Assert.Equal(expected, new ForeignText(secret).Clean(text));

    [Fact]
    public void Of_two_secrets_the_longer_is_hidden_whole() =>
        Assert.Equal("*** ***", new ForeignText("abcd", null, "abcdef", "abcd").Clean("abcdef abcd"));

    [Theory]
    [InlineData("sk-Live/7Q+x9_Z~43")]
    [InlineData("sk-Live/7Q+x9_Z~4")]
    [InlineData("task_01K8AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("100 % of \\users & more &#; %zz \\u12")]
    public void What_is_not_the_key_stays(string text) => Assert.Equal(text, s_gate.Clean(text));

    [Theory]
    [InlineData("\u001b]0;title\u0007x", "␛]0;title␇x")]
    [InlineData("a\tb\r\nc", "a b  c")]
    [InlineData("\u009b31m", "<U+009B>31m")]
    [InlineData("\u007f\0", "␡␀")]
    [InlineData("ab\u202Edc", "ab<U+202E>dc")]
    [InlineData("zero\u200Bwidth\uFEFF", "zero<U+200B>width<U+FEFF>")]
    [InlineData("line\u2028sep", "line<U+2028>sep")]
    [InlineData("tag\U000E0041", "tag<U+E0041>")]
    [InlineData("füß 狐 🦊", "füß 狐 🦊")]
    [InlineData("https://h/a\u001bb?c=\u202E", "https://h/a%1Bb?c=%E2%80%AE")]
    public void What_would_act_on_a_terminal_or_not_be_seen_becomes_visible(string text, string expected) =>
        Assert.Equal(expected, ForeignText.WithoutSecrets.Clean(text));

    [Fact]
    public void Half_a_character_is_replaced() =>
        Assert.Equal("half\uFFFDmoon", ForeignText.WithoutSecrets.Clean("half" + (char)0xD83D + "moon"));

    [Fact]
    public void A_message_is_bounded_and_never_cut_within_a_character()
    {
        string shown = s_gate.Line(string.Concat(Enumerable.Repeat("🦊", 5000)));

        Assert.InRange(shown.Length, 300, 401);
        Assert.DoesNotContain('\uFFFD', shown);
    }

    [Theory]
    [InlineData(400, 400)]
    [InlineData(401, 401)]
    [InlineData(9000, 401)]
    public void A_message_has_400_characters_and_says_that_it_went_on(int length, int shown)
    {
        string line = s_gate.Line(new string('x', length));

        Assert.Equal((shown, length > 400), (line.Length, line.EndsWith('…')));
    }

    [Theory]
    [InlineData(64, 64)]
    [InlineData(65, 65)]
    [InlineData(900, 65)]
    public void A_word_has_64(int length, int shown) => Assert.Equal(shown, s_gate.Word(" " + new string('x', length))!.Length);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t")]
    public void No_word_is_none(string? text) => Assert.Null(s_gate.Word(text));

    [Fact]
    public void A_cause_that_quotes_what_it_could_not_read_is_told_in_its_clean_words_alone()
    {
        HttpRequestException cause = new("outer", new IOException($"Received an invalid status line: '\u001b{Key}'."));
        HttpRequestException harmless = new("No connection could be made");

        Assert.DoesNotContain(Key, s_gate.Clean(cause)!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', s_gate.Clean(cause)!.ToString());
        Assert.Same(harmless, s_gate.Clean(harmless));
    }
}
