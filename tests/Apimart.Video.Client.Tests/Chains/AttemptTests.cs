using System.Text.Json;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Polling;
using Apimart.Video.Simulator;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Chains;

/// <summary>Failures: which of them a moderation made, and how often a row failed.</summary>
public sealed class AttemptTests
{
    [Theory]
    [InlineData("SensitiveContentDetected", "The request failed.", true)]
    [InlineData("content_rejected", "x", true)]
    [InlineData("CONTENT-REJECTED", "x", true)]
    [InlineData("nsfw_content_detected", "x", true)]
    [InlineData("task_failed", "the content did not pass moderation", true)]
    [InlineData("task_failed", "Your prompt violates our Usage Policies.", true)]
    [InlineData("task_failed", "内容未通过审核", true)]
    [InlineData(null, "o conteúdo não passou na moderação", true)]
    [InlineData("task_failed", "upstream quota exhausted temporarily, please try again later", false)]
    [InlineData("task_failed", "upstream timeout", false)]
    [InlineData("task_failed", "the moderation service timed out", false)]
    [InlineData("task_failed", "moderation is unavailable, please try again later", false)]
    [InlineData("task_failed", "invalid duration 7, must be one of 4/6/8/10", false)]
    [InlineData("TaskTypeMismatch", "content type mismatch", false)]
    public void A_refusal_is_told_by_its_words(string? code, string message, bool refused) =>
        Assert.Equal(refused, new ApimartTask { TaskId = "task_1", Status = ApimartTaskStatus.Failed, Error = new TaskFault(code, message) }.IsContentRefused);

    [Fact]
    public void Only_a_failed_task_is_refused() =>
        Assert.False(new ApimartTask { TaskId = "task_1", Status = ApimartTaskStatus.Completed, Error = new TaskFault(null, "moderation") }.IsContentRefused);

    [Fact]
    public void The_list_of_words_has_no_word_that_says_nothing()
    {
        using Stream file = typeof(ApimartTask).Assembly.GetManifestResourceStream("ContentRefusals.json")!;
        using JsonDocument words = JsonDocument.Parse(file);

        Assert.All(
            new[] { "codes", "phrases", "unless" }.SelectMany(list => words.RootElement.GetProperty(list).EnumerateArray()),
            word => Assert.True(word.GetString()!.Trim().Length >= 2));
    }

    [Fact]
    public async Task Failures_of_a_row_are_counted_over_all_runs_and_by_its_identity()
    {
        using TempFolder folder = new();
        using SimulatorServer simulator = SimulatorServer.Start(new SimulatorOptions { TaskDuration = TimeSpan.FromMilliseconds(1) });
        PreparedRequest failing = ModelCatalogue.Default.Prepare(new VideoRequest { Model = "sora-2", Prompt = "[fail] a" });
        PreparedRequest fine = ModelCatalogue.Default.Prepare(new VideoRequest { Model = "sora-2", Prompt = "b" });
        for (int run = 0; run < 3; run++)
        {
            using ITaskJournal journal = TaskJournal.Open(folder.Path, simulator.BaseUri);
            using ApimartClient client = new(new ApimartClientOptions { ApiKey = simulator.ApiKey, BaseUri = simulator.BaseUri, Journal = journal });
            SubmitOptions options = new() { JobName = "autumn", RetryFailed = true };
            ApimartTask[] tasks =
            [
                await client.SubmitAsync(failing, options, TestContext.Current.CancellationToken),
                await client.SubmitAsync(fine, options, TestContext.Current.CancellationToken),
            ];
            await foreach (ApimartTask ended in client.WaitAsync(tasks, new WatchOptions { PollInterval = TimeSpan.FromMilliseconds(2) }, TestContext.Current.CancellationToken))
            {
                Assert.True(ended.IsEnded);
            }

            JobLedger ledger = new(journal);
            Assert.Equal(run + 1, ledger.FailuresOf("AUTUMN", failing, occurrence: 0, take: 1));
            Assert.Equal(0, ledger.FailuresOf("autumn", failing, occurrence: 1, take: 1));
            Assert.Equal(0, ledger.FailuresOf("autumn", failing, occurrence: 0, take: 2));
            Assert.Equal(0, ledger.FailuresOf("autumn", fine, occurrence: 0, take: 1));
            Assert.Equal(0, ledger.FailuresOf("winter", failing, occurrence: 0, take: 1));
        }
    }
}
