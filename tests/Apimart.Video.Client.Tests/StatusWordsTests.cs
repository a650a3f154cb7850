using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests;

public sealed class StatusWordsTests
{
    [Theory]
    [InlineData("submitted", ApimartTaskStatus.Submitted)]
    [InlineData("pending", ApimartTaskStatus.Submitted)]
    [InlineData("queued", ApimartTaskStatus.Submitted)]
    [InlineData("NOT_START", ApimartTaskStatus.Submitted)]
    [InlineData("processing", ApimartTaskStatus.Processing)]
    [InlineData("in_progress", ApimartTaskStatus.Processing)]
    [InlineData("running", ApimartTaskStatus.Processing)]
    [InlineData("completed", ApimartTaskStatus.Completed)]
    [InlineData("success", ApimartTaskStatus.Completed)]
    [InlineData("SUCCEEDED", ApimartTaskStatus.Completed)]
    [InlineData("done", ApimartTaskStatus.Completed)]
    [InlineData("failed", ApimartTaskStatus.Failed)]
    [InlineData("FAILURE", ApimartTaskStatus.Failed)]
    [InlineData("error", ApimartTaskStatus.Failed)]
    [InlineData("cancelled", ApimartTaskStatus.Cancelled)]
    [InlineData("canceled", ApimartTaskStatus.Cancelled)]
    [InlineData("expired", ApimartTaskStatus.Expired)]
    [InlineData("timeout", ApimartTaskStatus.Expired)]
    [InlineData("polishing", null)]
    [InlineData(null, null)]
    public void A_status_word_is_read_without_case_and_an_unknown_one_says_nothing(string? word, ApimartTaskStatus? expected) =>
        Assert.Equal(expected, StatusWords.Parse(word));
}
