using System.Security.Cryptography;
using System.Text;
using Apimart.Video.Journal;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>Of a finished row's pictures their digests stay, and everything else as it was.</summary>
public sealed class SettledPicturesTests
{
    private const string Picture = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==";

    private static string Digest(string picture) =>
        $"data:image/png;sha256,{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(picture))).ToLowerInvariant()}";

    [Theory]
    [InlineData("""{"image":"P"}""")]
    [InlineData("""{"images":["https://a.example/b.png","P"]}""")]
    [InlineData("""{"shots":[{"n":1,"image":"P","text":null},[["P"]]],"prompt":"sea","audio":true}""")]
    public void A_picture_gives_way_to_its_digest_wherever_it_stands(string body)
    {
        string dropped = SettledPictures.Drop(body.Replace("P\"", Picture + "\"", StringComparison.Ordinal))!;

        Assert.Equal(body.Replace("P\"", Digest(Picture) + "\"", StringComparison.Ordinal), dropped);
        Assert.True(SettledPictures.IsMissingIn(dropped));
        Assert.Null(SettledPictures.Drop(dropped));
    }

    [Fact]
    public void A_picture_is_one_whatever_the_case_of_its_first_word_and_without_its_coding()
    {
        Assert.StartsWith("DATA:image/png;sha256,", SettledPictures.DropText("DATA:image/png;base64,iVBOR"), StringComparison.Ordinal);
        Assert.StartsWith("data:image/png;sha256,", SettledPictures.DropText("data:image/png,iVBOR"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{ "prompt" : "sea" }""")]
    [InlineData("""{ "prompt" : "data: the sea" }""")]
    [InlineData("""{ "prompt" : "the data: sea, sky" }""")]
    [InlineData("""{ "prompt" : "data:cut""")]
    public void What_holds_no_picture_is_not_written_anew(string? body) => Assert.Null(SettledPictures.Drop(body));

    [Theory]
    [InlineData("""{"image":"data:image/png;base64,iVBOR"}""")]
    [InlineData("""{"prompt":"a sum ;sha256, of all"}""")]
    [InlineData("""{"prompt":"see data:x;base64,y and z;sha256,"}""")]
    [InlineData("""{"n":1,"none":null}""")]
    public void A_request_that_has_its_pictures_lacks_none(string request) => Assert.False(SettledPictures.IsMissingIn(request));
}
