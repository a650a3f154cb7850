using Apimart.Video.Journal;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>
/// A key is a UUID of version 5 that never changes from one version of the module to the next: another key for the same row is a second
/// video. Python: <c>uuid.uuid5(uuid.UUID("5b0f6c1e-6f0d-4f53-9c43-3d7c7f2f8a11"), f"{server}\nAUTUMN\n{64 * 'a'}\n{occurrence}\n{take}\n{attempt}").hex</c>.
/// </summary>
public sealed class DerivedKeyVectorTests
{
    [Theory]
    [InlineData(null, 0, 1, 0, "6d10fc4887ba55e7806913a3ace5a711")]
    [InlineData(null, 0, 1, 1, "b840d5ba09715815aad6a9e824a58233")]
    [InlineData(null, 0, 1, 2, "f323cc0281db528cb78f1e740e1a3f90")]
    [InlineData(null, 0, 1, 3, "aa3399cddb60537095cbbf7d3bdf0a5f")]
    [InlineData(null, 1, 1, 0, "802ee4d249a35730821f942260b36126")]
    [InlineData(null, 2, 1, 0, "9a89d071deda547abafe99735fae2a0b")]
    [InlineData(null, 0, 2, 0, "ca8a26f86262591183592fa0eac04d7d")]
    [InlineData(null, 0, 3, 0, "13c2880253e1589b90eaffa5e3e62c15")]
    [InlineData(null, 12, 4, 5, "d5f8aedc64e1500c985bcba0070ee897")]
    [InlineData("https://api.apib.ai/", 0, 1, 0, "1da95762c0c15ad285f474c06d2a7ccc")]
    [InlineData("https://api.apib.ai/", 3, 2, 1, "730810e1a12452e6820d9b64af6d41e8")]
    public void A_rows_key_is_the_same_for_ever(string? server, int occurrence, int take, int attempt, string key) =>
        Assert.Equal("apv-" + key, DerivedKey.Of(new RowIdentity(server, "Autumn", new string('a', 64), occurrence, take), attempt));

    [Fact]
    public void A_row_that_was_never_sent_is_known_by_the_key_of_its_first_attempt_under_a_name_of_its_own() =>
        Assert.Equal("row-6d10fc4887ba55e7806913a3ace5a711", DerivedKey.OfUnsent(new RowIdentity(null, "AUTUMN", new string('a', 64), 0, 1)));
}
