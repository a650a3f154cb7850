using System.Text;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Downloads;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Saving;

public sealed class NameTests : SavingTest
{
    private static readonly Uri s_link = new("https://example.org/v.mp4");

    private static readonly ApimartTask s_task = TaskWith(s_link) with
    {
        Model = "sora-2",
        JobName = "autumn",
        Prompt = "A fox in the snow",
        CreatedAt = new DateTimeOffset(2026, 10, 3, 11, 0, 0, TimeSpan.Zero),
        Request = """{"model":"sora-2","duration":8,"aspect_ratio":"16:9","seed":7,"image_urls":["https://a/b.png"]}""",
    };

    [Theory]
    [InlineData("{TaskId}", "task_01.mp4")]
    [InlineData("{taskid}.mp4", "task_01.mp4")]
    [InlineData("{TaskId}.mov", "task_01.mov")]
    [InlineData("{JobName}-{n:000}-{Prompt:5}", "autumn-001-A fox.mp4")]
    [InlineData("{Prompt:2}-x", "A-x.mp4")]
    [InlineData("{Model}_{index}", "sora-2_1.mp4")]
    [InlineData("{Duration}s {AspectRatio}", "8s 16-9.mp4")]
    [InlineData("{aspect_ratio} {seed}", "16-9 7.mp4")]
    [InlineData("{Date}", "2026-10-03.mp4")]
    [InlineData("{Date:yyyyMMdd}", "20261003.mp4")]
    [InlineData("{{{TaskId}}}", "{task_01}.mp4")]
    [InlineData("{Resolution}-{TaskId}", "task_01.mp4")]
    [InlineData("{Resolution}", "task_01.mp4")]
    [InlineData("{Date:yyyy:MM}", "2026-10.mp4")]
    public void A_template_is_filled_from_the_task(string template, string name) => Assert.Equal(name, NameOf(template, s_task));

    [Theory]
    [InlineData("{Prompd}", "{Prompd}")]
    [InlineData("{TaskId", "not closed")]
    [InlineData("TaskId}", "not opened")]
    [InlineData("{}", "no name")]
    [InlineData("{Prompt:long}", "a number")]
    [InlineData("{Prompt:0}", "a number")]
    [InlineData("{n:Q}", "no format")]
    [InlineData("a/{TaskId}", "folder")]
    [InlineData("..\\{TaskId}", "folder")]
    public void A_wrong_template_is_refused_with_what_is_wrong(string template, string words)
    {
        SaveException fault = Assert.Throws<SaveException>(() => NameOf(template, s_task));

        Assert.Equal(SaveFault.BadTemplate, fault.Fault);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.Contains(
            "{TaskId}, {Model}, {JobName}, {Prompt}, {n}, {row}, {take}, {index}, {Date}, {ShortId}", fault.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_known_is_refused_with_the_rows_own_columns_too()
    {
        ApimartTask task = s_task with { OwnColumns = ApimartTask.Columns(new Dictionary<string, string> { ["Scene"] = "1" }) };

        Assert.Contains("{Scene}", Assert.Throws<SaveException>(() => NameOf("{Scen}", task)).Advice, StringComparison.Ordinal);
        Assert.Equal("1.mp4", NameOf("{scene}", task));
    }

    [Theory]
    [InlineData("{AspectRatio}", "16-9.mp4")]
    [InlineData("{seed}", "7.mp4")]
    public void The_request_to_a_model_that_is_not_known_is_read_by_the_usual_names(string template, string name) =>
        Assert.Equal(name, NameOf(template, s_task with { Model = "unheard-of" }));

    [Theory]
    [InlineData("../../etc/passwd", "etc-passwd.mp4")]
    [InlineData("C:\\Windows\\x", "C-Windows-x.mp4")]
    [InlineData("/", "task_01.mp4")]
    [InlineData("..", "task_01.mp4")]
    [InlineData(".hidden", "hidden.mp4")]
    [InlineData("-rf", "rf.mp4")]
    [InlineData("ends with dots... ", "ends with dots.mp4")]
    [InlineData("a\tb\r\nc\0d", "a b c d.mp4")]
    [InlineData("what? \"yes\" <no> a|b*", "what- -yes- -no- a-b.mp4")]
    [InlineData("con", "_con.mp4")]
    [InlineData("Aux.tar", "_Aux.tar.mp4")]
    [InlineData("com1", "_com1.mp4")]
    [InlineData("LPT²", "_LPT².mp4")]
    [InlineData("nul .x", "_nul .x.mp4")]
    [InlineData("PRN", "_PRN.mp4")]
    [InlineData("ConIn$", "_ConIn$.mp4")]
    [InlineData("CONOUT$", "_CONOUT$.mp4")]
    [InlineData("clock$", "_clock$.mp4")]
    [InlineData("lpt0", "_lpt0.mp4")]
    [InlineData("COM10", "COM10.mp4")]
    [InlineData("console", "console.mp4")]
    [InlineData("gpj\u202eexe", "gpjexe.mp4")]
    [InlineData("a\u200bb\ufeffc", "abc.mp4")]
    [InlineData("秋の森", "秋の森.mp4")]
    [InlineData("\U0002003C", "\U0002003C.mp4")]
    [InlineData("fox 🦊", "fox 🦊.mp4")]
    [InlineData("a:stream", "a-stream.mp4")]
    public void Whatever_the_prompt_says_the_name_is_a_name(string prompt, string name) =>
        Assert.Equal(name, NameOf("{Prompt}", s_task with { Prompt = prompt }));

    [Fact]
    public void Half_a_character_is_left_out() =>
        Assert.Equal("half end.mp4", NameOf("{Prompt}", s_task with { Prompt = "half " + "🦊"[0] + " end" }));

    [Fact]
    public void A_prompt_is_cut_between_characters_as_a_reader_counts_them()
    {
        const string Family = "👨‍👩‍👧";

        Assert.Equal($"a{Family}.mp4", NameOf("{Prompt:2}", s_task with { Prompt = $"a{Family}b" }));
        Assert.Equal("a.mp4", NameOf("{Prompt:1}", s_task with { Prompt = $"a{Family}b" }));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("é")]
    [InlineData("森")]
    [InlineData("🦊")]
    public void A_long_name_is_cut_to_what_file_systems_take_and_keeps_its_end(string character)
    {
        string prompt = string.Concat(Enumerable.Repeat(character, 3000));
        using VideoSaver saver = SaverOf(Named("{Prompt}"));

        IReadOnlyList<string> names = saver.PlanNames(TaskWith(s_link, s_link) with { Prompt = prompt });

        string second = Path.GetFileName(names[1]);
        Assert.EndsWith("-2.mp4", second, StringComparison.Ordinal);
        Assert.Equal(200 - ((200 - "-2.mp4".Length) % Encoding.UTF8.GetByteCount(character)), Encoding.UTF8.GetByteCount(second));
        Assert.DoesNotContain('\ufffd', second);
    }

    [Fact]
    public void Several_videos_of_one_task_are_numbered()
    {
        using VideoSaver saver = SaverOf(Named("{TaskId}"));

        Assert.Equal(
            ["task_01.mp4", "task_01-2.mp4", "task_01-3.mp4"],
            saver.PlanNames(TaskWith(s_link, s_link, s_link)).Select(Path.GetFileName));
    }

    /// <summary>Two videos of one name would be one file: the second would replace the first, or be taken for it.</summary>
    [Theory]
    [InlineData("{index}-{TaskId}", 1, new[] { "1-task_01.mp4", "2-task_01.mp4", "3-task_01.mp4" })]
    [InlineData("{TaskId}-{index:00}.mov", 1, new[] { "task_01-01.mov", "task_01-02.mov", "task_01-03.mov" })]
    [InlineData("{TaskId} {index:'x'}", 1, new[] { "task_01 x.mp4", "task_01 x-2.mp4", "task_01 x-3.mp4" })]
    [InlineData("{Prompt}-{index}", 3000, new[] { "*.mp4", "*-2.mp4", "*-3.mp4" })]
    public void The_videos_of_a_task_have_names_of_their_own_whatever_the_template_says(string template, int prompt, string[] names)
    {
        using VideoSaver saver = SaverOf(Named(template));

        string[] given = [.. saver.PlanNames(TaskWith(s_link, s_link, s_link) with { Prompt = new string('x', prompt) }).Select(path => Path.GetFileName(path)!)];

        Assert.Equal(names, given.Select(name => name.StartsWith("xx", StringComparison.Ordinal) ? "*" + name.TrimStart('x') : name));
        Assert.All(given, name => Assert.InRange(Encoding.UTF8.GetByteCount(name), 1, 200));
    }

    [Fact]
    public void A_name_that_two_tasks_would_share_is_told_apart_by_the_task_id()
    {
        using VideoSaver saver = SaverOf(Named("{Prompt}"));

        Assert.Equal("A fox in the snow.mp4", Plan(saver, s_task));
        Assert.Equal("a FOX in the snow-task_02.mp4", Plan(saver, s_task with { TaskId = "task_02", Prompt = "a FOX in the snow" }));
        Assert.Equal("A fox in the snow.mp4", Plan(saver, s_task));
    }

    [Fact]
    public void A_shared_name_stays_with_the_task_that_has_it_whatever_order_tasks_come_in()
    {
        File.WriteAllBytes(Path.Combine(Folder, "A fox in the snow.mp4"), Video);
        File.WriteAllBytes(Path.Combine(Folder, "A fox in the snow-task_02.mp4"), Video);
        using VideoSaver saver = SaverOf(Named("{Prompt}", path => path.Contains("task_02", StringComparison.Ordinal) ? "task_02" : TaskId));

        Assert.Equal("A fox in the snow-task_02.mp4", Plan(saver, s_task with { TaskId = "task_02" }));
        Assert.Equal("A fox in the snow.mp4", Plan(saver, s_task));
    }

    [Fact]
    public void A_file_of_another_task_keeps_its_name()
    {
        File.WriteAllBytes(Path.Combine(Folder, "A fox in the snow.mp4"), Video);
        using VideoSaver saver = SaverOf(Named("{Prompt}", _ => "task_77"));

        Assert.Equal("A fox in the snow-task_01.mp4", Plan(saver, s_task));
    }

    [Fact]
    public void Numbers_follow_the_order_of_arrival_and_stay()
    {
        using VideoSaver saver = SaverOf(Named("{n:00}"));
        ApimartTask second = s_task with { TaskId = "task_02" };

        Assert.Equal("01.mp4", Plan(saver, s_task));
        Assert.Equal("02.mp4", Plan(saver, second));
        Assert.Equal("01.mp4", Plan(saver, s_task));
    }

    [Fact]
    public void A_number_taken_by_another_tasks_file_is_passed_over()
    {
        File.WriteAllBytes(Path.Combine(Folder, "01.mp4"), Video);
        using VideoSaver saver = SaverOf(Named("{n:00}", _ => "task_77"));

        Assert.Equal("02.mp4", Plan(saver, s_task));
    }

    [Fact]
    public void A_numbered_file_that_the_journal_knows_keeps_its_number()
    {
        string saved = Path.Combine(Folder, "07.mp4");
        File.WriteAllBytes(saved, Video);
        using VideoSaver saver = SaverOf(Named("{n:00}"));

        Assert.Equal("07.mp4", Plan(saver, s_task with { SavedFiles = [saved] }));
    }

    [Fact]
    public async Task A_numbered_part_keeps_its_number_in_a_later_run()
    {
        await using RawFileServer host = new(request => request.From is null
            ? FileAnswers.Whole(Video).CutAfter(1000)
            : RawAnswer.Empty("400 Bad Request"));
        using (VideoSaver first = SaverOf(Named("{n:00}")))
        {
            first.PlanNames(s_task with { TaskId = "task_77" });
            Task saving = first.SaveAsync(TaskWith(host.Address));
            await RunAsync(saving);
            await Assert.ThrowsAsync<SaveException>(() => saving);
        }

        using VideoSaver later = SaverOf(Named("{n:00}"));
        Assert.Equal("02.mp4", Plan(later, TaskWith(host.Address)));
    }

    [Fact]
    public async Task A_part_of_one_video_keeps_its_name_from_the_other_videos_of_its_task()
    {
        PartNote note = new() { TaskId = TaskId, Index = 1, Url = s_link };
        await File.WriteAllBytesAsync(Path.Combine(Folder, "01.mp4.part"), Video[..1000]);
        await File.WriteAllTextAsync(
            Path.Combine(Folder, "01.mp4.part.json"), System.Text.Json.JsonSerializer.Serialize(note, SavingJsonContext.Default.PartNote));
        using VideoSaver saver = SaverOf(Named("{n:00}"));

        Assert.Equal(["02.mp4", "01.mp4"], saver.PlanNames(TaskWith(s_link, s_link)).Select(Path.GetFileName));
    }

    [Fact]
    public void A_folder_that_is_not_there_yet_holds_no_part_whose_number_counts()
    {
        using VideoSaver saver = SaverOf(new SaveOptions { Directory = Path.Combine(Folder, "new"), FileName = "{n:00}" });

        Assert.Equal("01.mp4", Plan(saver, s_task));
    }

    [Theory]
    [InlineData("07.mp4", "07.mp4")]
    [InlineData("take 7 of 007.mov", "01.mp4")]
    [InlineData("elsewhere/07.mp4", "01.mp4")]
    public void A_number_is_kept_where_the_file_lies_here_under_the_name_that_the_template_gives_with_it(string saved, string name)
    {
        string path = Path.Combine(Folder, saved);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Video);
        using VideoSaver saver = SaverOf(new SaveOptions { Directory = Folder, FileName = "{n:00}", Rename = true });

        Assert.Equal(name, Plan(saver, s_task with { SavedFiles = [path] }));
    }

    [Fact]
    public void A_task_that_does_not_tell_its_request_has_no_parameters() =>
        Assert.Equal("task_01.mp4", NameOf("{Duration} {TaskId}", s_task with { Request = null }));

    private static string Plan(VideoSaver saver, ApimartTask task) => Path.GetFileName(Assert.Single(saver.PlanNames(task)));

    private string NameOf(string template, ApimartTask task)
    {
        using VideoSaver saver = SaverOf(Named(template));
        return Plan(saver, task);
    }

    private SaveOptions Named(string template, Func<string, string?>? ownerOf = null) => new()
    {
        Directory = Folder,
        FileName = template,
        OwnerOf = ownerOf,
    };
}
