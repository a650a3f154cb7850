using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Models.Rows;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>What is recorded already is not recorded again, and whatever differs from it is.</summary>
public sealed class RecordTests : IDisposable
{
    private static readonly VideoLink s_link = new(new Uri("https://files.example/1.mp4"), ManualTime.Start.AddDays(1));

    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly TaskJournal _journal;

    public RecordTests() => _journal = TaskJournal.Open(_folder.Path, time: _time);

    private int Lines => File.Exists(_journal.Path) ? File.ReadAllLines(_journal.Path).Length : 0;

    public void Dispose()
    {
        _journal.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("task_1", 0, "1.mp4", 9, false)]
    [InlineData("task_1", 0, "1.mp4", 8, true)]
    [InlineData("task_1", 1, "1.mp4", 9, true)]
    [InlineData("task_1", 0, "2.mp4", 9, true)]
    [InlineData("task_2", 0, "1.mp4", 9, true)]
    public async Task A_file_is_recorded_where_it_is_another_one(string task, int index, string name, long length, bool isRecorded)
    {
        await _journal.RecordSavedAsync("task_1", new SavedFile(0, _folder["1.mp4"], 9, null));

        await _journal.RecordSavedAsync(task, new SavedFile(index, _folder[name], length, null));

        Assert.Equal(isRecorded ? 2 : 1, Lines);
        Assert.Equal(task, _journal.OwnerOf(_folder[name]));
    }

    [Fact]
    public async Task A_file_that_another_task_had_meanwhile_is_recorded_for_the_first_again()
    {
        foreach (string task in (string[])["task_1", "task_2", "task_1"])
        {
            await _journal.RecordSavedAsync(task, new SavedFile(0, _folder["1.mp4"], 9, null));
        }

        Assert.Equal((3, "task_1"), (Lines, _journal.OwnerOf(_folder["1.mp4"])));
    }

    public static TheoryData<string, ApimartTaskStatus, decimal?, bool, bool> Endings => new()
    {
        { "task_1", ApimartTaskStatus.Completed, 0.35m, true, false },
        { "task_1", ApimartTaskStatus.Failed, 0.35m, true, true },
        { "task_1", ApimartTaskStatus.Completed, 0.36m, true, true },
        { "task_1", ApimartTaskStatus.Completed, null, true, true },
        { "task_1", ApimartTaskStatus.Completed, 0.35m, false, true },
        { "task_2", ApimartTaskStatus.Completed, 0.35m, true, true },
        { "", ApimartTaskStatus.Completed, 0.35m, true, false },
        { "task_1", ApimartTaskStatus.NotFound, null, false, false },
        { "task_1", ApimartTaskStatus.Processing, null, false, false },
    };

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task An_ending_is_recorded_where_it_tells_something_else(string task, ApimartTaskStatus status, decimal? cost, bool hasLink, bool isRecorded)
    {
        await _journal.RecordAsync(new ApimartTask { TaskId = "task_1", Status = ApimartTaskStatus.Completed, Cost = 0.35m, Videos = [s_link] });

        await _journal.RecordAsync(new ApimartTask { TaskId = task, Status = status, Cost = cost, Videos = hasLink ? [s_link] : [] });

        Assert.Equal(isRecorded ? 2 : 1, Lines);
    }

    private static readonly UnsentRow s_refused = new()
    {
        Job = "autumn",
        Row = new InputRow(3, new Dictionary<string, string> { ["Name"] = "shot", ["Mood"] = "calm" }),
        Model = "veo3.1-fast",
        Prompt = "sea",
        Code = "InvalidDuration",
        Message = "too long",
    };

    public static TheoryData<string> Differences => ["Code", "Message", "Model", "Prompt", "Number", "Cells"];

    [Theory]
    [MemberData(nameof(Differences))]
    public async Task A_refused_row_is_recorded_where_anything_of_it_differs(string what)
    {
        await _journal.RecordRefusedAsync(s_refused);
        await _journal.RecordRefusedAsync(s_refused with { Job = " autumn ", Model = " veo3.1-fast " });
        Assert.Equal(1, Lines);

        await _journal.RecordRefusedAsync(what switch
        {
            "Code" => s_refused with { Code = "InvalidPrompt" },
            "Message" => s_refused with { Message = "too short" },
            "Model" => s_refused with { Model = "sora-2" },
            "Prompt" => s_refused with { Prompt = "lake" },
            "Number" => s_refused with { Row = s_refused.Row! with { Number = 4 } },
            _ => s_refused with { Row = new InputRow(3, new Dictionary<string, string> { ["Name"] = "shot", ["Mood"] = "wild" }) },
        });

        Assert.Equal(2, Lines);
        Assert.Single(_journal.Query(JournalQuery.All));
    }

    [Fact]
    public async Task A_row_that_is_refused_again_after_it_was_corrected_is_recorded_again()
    {
        await _journal.RecordRefusedAsync(s_refused);
        await _journal.RecordCorrectedAsync("autumn", RowName.Of(s_refused.Row, "sea"));
        Assert.Equal((2, 0), (Lines, _journal.Query(JournalQuery.All).Count()));
        await _journal.RecordCorrectedAsync("autumn", RowName.Of(s_refused.Row, "sea"));
        Assert.Equal(2, Lines);

        _time.Advance(TimeSpan.FromHours(1));
        await _journal.RecordRefusedAsync(s_refused);

        Assert.Equal((3, ManualTime.Start.AddHours(1)), (Lines, Assert.Single(_journal.Query(JournalQuery.All)).CreatedAt));
    }
}
