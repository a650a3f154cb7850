using Apimart.Video.Journal;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>What a run says at its end: what it did, what that cost, and what goes on.</summary>
public sealed class LineSummaryTests
{
    private static readonly ApimartJob s_job = new() { Name = "autumn", Rows = 1, Saved = 1, Spent = 0.35m };
    private static readonly LineSummary s_run = new() { Job = s_job, Saved = 1, Spent = 0.35m, Seconds = 61 };

    [Fact]
    public void A_job_that_is_done_is_one_sentence() =>
        Assert.Equal("Job 'autumn': 1 row, 1 saved; 0.35 US dollars; 1 min 1 s.", s_run.ToString());

    [Fact]
    public void Every_row_is_in_one_of_the_counts_and_every_dollar_in_one_of_the_sums()
    {
        LineSummary run = s_run with
        {
            Job = s_job with { Rows = 37, Saved = 3, Running = 3, Unsaved = 4, NotSent = 5, Failed = 6, RefusedHere = 3, RefusedByServer = 4, Unknown = 8, Spent = 2.5m },
            PassedOver = 2,
            NotCharged = 9,
        };

        Assert.Equal(
            "Job 'autumn': 37 rows, 1 saved, 2 there already, 3 running, 4 not saved, 5 not sent, 6 failed, 7 refused, 8 unknown (2 of them left to other machines); "
                + "0.35 US dollars and what 9 more will cost, 2.50 in all runs; 1 min 1 s.",
            run.ToString().Split('\n')[0]);
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(2.34, "2.3 s")]
    [InlineData(59.9, "59.9 s")]
    [InlineData(60, "1 min 0 s")]
    [InlineData(3599, "59 min 59 s")]
    [InlineData(3600, "1 h 0 min")]
    [InlineData(90_059, "25 h 0 min")]
    public void How_long_it_took_is_told_as_a_person_would(double seconds, string told) =>
        Assert.EndsWith($"; {told}.", (s_run with { Seconds = seconds }).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("0", "0.00")]
    [InlineData("0.1234", "0.1234")]
    [InlineData("1200.5", "1200.50")]
    public void Dollars_are_told_to_the_hundredth_of_a_cent(string dollars, string told)
    {
        decimal spent = decimal.Parse(dollars, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Contains($"; {told} US dollars; ", (s_run with { Spent = spent, Job = s_job with { Spent = spent } }).ToString(), StringComparison.Ordinal);
    }

    /// <summary>The numbers are rows that are not sent, running, unsaved, unknown, failed, and refused.</summary>
    [Theory]
    [InlineData(true, 0, 0, 0, 0, 0, 0, "Run the same line again")]
    [InlineData(false, 1, 1, 1, 1, 1, 1, "Run the same line again")]
    [InlineData(false, 0, 1, 0, 1, 1, 1, "-Unsaved | Wait-ApimartTask")]
    [InlineData(false, 0, 0, 1, 1, 1, 1, "-Unsaved | Wait-ApimartTask")]
    [InlineData(false, 0, 0, 0, 1, 1, 1, "-Status OutcomeUnknown")]
    [InlineData(false, 0, 0, 0, 0, 1, 0, "-Status Failed, Refused")]
    [InlineData(false, 0, 0, 0, 0, 0, 1, "-Status Failed, Refused")]
    [InlineData(false, 0, 0, 0, 0, 0, 0, null)]
    public void The_most_urgent_thing_is_what_goes_on(bool cutShort, int notSent, int running, int unsaved, int unknown, int failed, int refused, string? next)
    {
        LineSummary run = s_run with
        {
            IsCutShort = cutShort,
            Job = s_job with { NotSent = notSent, Running = running, Unsaved = unsaved, Unknown = unknown, Failed = failed, RefusedByServer = refused },
        };

        Assert.Equal(next is null, run.Next is null);
        Assert.Contains(next ?? string.Empty, run.Next ?? string.Empty, StringComparison.Ordinal);
        Assert.Equal(run.Next, run.ToString().Split('\n').ElementAtOrDefault(1));
    }

    [Theory]
    [InlineData(null, "./clips")]
    [InlineData("/home/anna's clips", "'/home/anna''s clips'")]
    public void The_line_to_run_can_be_run_as_it_is(string? folder, string path)
    {
        LineSummary run = s_run with { Folder = folder, Job = s_job with { Name = "anna's", Running = 1 } };

        Assert.Equal($"Go on with: Get-ApimartJournal -JobName 'anna''s' -Unsaved | Wait-ApimartTask | Save-ApimartVideo -Path {path}", run.Next);
    }
}
