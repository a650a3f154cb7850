using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;

namespace Apimart.Video.Client.Tests.Api;

/// <summary>Retry-After in every form that servers send it in (RFC 9110, 10.2.3).</summary>
public sealed class RetryAfterTests
{
    private const double Year = 365.0 * 24 * 60 * 60;

    [Theory]
    [InlineData("0", 0.0)]
    [InlineData("12", 12.0)]
    [InlineData(" 12 ", 12.0)]
    [InlineData("0.5", 0.5)]
    [InlineData("99999999999", Year)]
    [InlineData("1e3", null)]
    [InlineData("-5", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    [InlineData("Sat, 21 Nov 2026 12:00:30 GMT", 30.0)]
    [InlineData("Sat, 21 Nov 2026 12:00:00 GMT", 0.0)]
    [InlineData("Sat, 21 Nov 2026 11:00:00 GMT", 0.0)]
    [InlineData("Fri, 21 Nov 2098 12:00:00 GMT", Year)]
    public void It_is_read_as_seconds_and_as_a_date(string value, double? seconds)
    {
        using HttpResponseMessage response = new();
        response.Headers.TryAddWithoutValidation("Retry-After", value);

        Assert.Equal(seconds, RetryAfter.Read(response, new ManualTime())?.TotalSeconds);
    }

    [Fact]
    public void The_first_of_two_counts()
    {
        using HttpResponseMessage response = new();
        response.Headers.TryAddWithoutValidation("Retry-After", ["7", "9"]);

        Assert.Equal(7, RetryAfter.Read(response, new ManualTime())?.TotalSeconds);
    }

    [Fact]
    public void Where_nothing_is_said_nothing_is_read()
    {
        using HttpResponseMessage response = new();

        Assert.Null(RetryAfter.Read(response, new ManualTime()));
    }
}
