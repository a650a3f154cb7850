using Apimart.Video.Api;

namespace Apimart.Video.Client.Tests.Api;

/// <summary>The words that an ErrorId is made of (docs/errors.md): scripts wait for them, so none is lost and none comes from a server.</summary>
public sealed class ApiWordsTests
{
    private const string Known =
        "ApimartError AuthenticationError PaymentRequired PermissionError RateLimitError InvalidRequestError ServerError BadGateway "
        + "InvalidDuration InvalidResolution UnsupportedImageCount UnsupportedVideoCount NsfwContentDetected AudioSettingOnlyForEdit "
        + "InputVideoProbeFailed InvalidStart InvalidEnd InvalidRange RangeTooLarge InvalidTz InvalidGroupBy InvalidScope TooManyModels "
        + "IdempotencyKeyReused IdempotencyInProgress IdempotencyResultIndeterminate IdempotencyUnavailable BalanceUnavailable "
        + "PriceUnavailable ModelsUnavailable SchemaUnavailable UsageUnavailable";

    [Fact]
    public void Each_known_word_has_its_id() => Assert.All(
        Known.Split(' '),
        id => Assert.Equal(id, ApiWords.IdOf(string.Concat(id.Select((c, at) => char.IsUpper(c) && at > 0 ? $"_{c}" : $"{c}")).ToLowerInvariant())));

    [Theory]
    [InlineData(ApimartErrorKind.NotFound, "bad_gateway", "TaskNotFound")]
    [InlineData(ApimartErrorKind.OutcomeUnknown, "bad_gateway", "OutcomeUnknown")]
    [InlineData(ApimartErrorKind.NotSent, "bad_gateway", "NotSent")]
    [InlineData(ApimartErrorKind.WrongAddress, "bad_gateway", "WrongAddress")]
    [InlineData(ApimartErrorKind.Server, "BAD_GATEWAY", "BadGateway")]
    [InlineData(ApimartErrorKind.Server, "a word of its own", "Server")]
    [InlineData(ApimartErrorKind.Server, null, "Server")]
    public void What_is_known_of_the_outcome_goes_before_the_word_of_the_server(ApimartErrorKind kind, string? code, string id) =>
        Assert.Equal(id, ApiWords.IdOf(new ApimartException(kind, "no") { Code = code }));
}
