using System.Reflection;
using System.Text;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>Lines are written and read by hand, for speed: nothing that is written may be left out, and nothing odd may cost the rest.</summary>
public sealed class EntryReaderTests
{
    private static readonly JournalEntry s_full = new()
    {
        Torn = true,
        Kind = JournalEntryKind.Intent,
        Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero),
        Key = "key \"1\" é",
        Writer = "writer",
        Job = "job",
        Server = "127.0.0.1:1",
        Digest = "digest",
        Occurrence = 1,
        Take = 2,
        Attempt = 3,
        Model = "model",
        TaskId = "task",
        Replayed = true,
        Status = ApimartTaskStatus.Completed,
        StatusText = "word",
        Created = new DateTimeOffset(2026, 1, 2, 3, 4, 6, TimeSpan.Zero),
        Completed = new DateTimeOffset(2026, 1, 2, 3, 4, 7, TimeSpan.Zero),
        Estimated = 1.5,
        Actual = 2.5,
        Cost = 0.35m,
        Reserved = 0.4m,
        Code = "code",
        Message = "message\n",
        Index = 4,
        Path = "/videos/a.mp4",
        Length = 5_000_000_000,
        Sha256 = "sha",
        Videos = [new JournalLink("https://a.example/1.mp4", new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero)), new JournalLink(null, null)],
        Url = "https://a.example/b.png",
        Expires = new DateTimeOffset(2026, 1, 4, 0, 0, 0, TimeSpan.Zero),
        Prompt = "prompt 😀",
        Machine = "studio",
        RowNumber = 6,
        Row = new Dictionary<string, string> { ["Scene"] = "1", ["Act"] = "" },
        Cells = new Dictionary<string, string?> { ["Prompt"] = null, ["Scene"] = "1\r\n" },
        Route = "v1/other",
        Body = """{"a":"b"}""",
    };

    [Fact]
    public void Every_field_that_is_written_is_read()
    {
        JournalEntry empty = new();
        PropertyInfo[] fields = [.. typeof(JournalEntry).GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(field => field.SetMethod is not null && field.Name != nameof(JournalEntry.Version))];
        Assert.All(fields, field => Assert.NotEqual(field.GetValue(empty), field.GetValue(s_full)));

        byte[] line = JournalBatch.ToLine(s_full);

        JournalEntry read = JournalTasks.Parse(line)!;
        Assert.All(fields, field => Assert.Equal(field.GetValue(s_full), field.GetValue(read)));
    }

    [Fact]
    public void A_line_is_written_as_other_versions_read_it() => Assert.Equal(
        """
        {"v":2,"torn":true,"e":"intent","t":"2026-01-02T03:04:05.678+00:00","key":"key \"1\" é","writer":"writer","job":"job","server":"127.0.0.1:1",
        "digest":"digest","n":1,"take":2,"attempt":3,"model":"model","task":"task","replayed":true,"status":"Completed","word":"word",
        "created":"2026-01-02T03:04:06+00:00","completed":"2026-01-02T03:04:07+00:00","estimated":1.5,"actual":2.5,"cost":0.35,"reserved":0.4,
        "code":"code","message":"message\n","index":4,"path":"/videos/a.mp4","length":5000000000,"sha256":"sha",
        "videos":[{"url":"https://a.example/1.mp4","expires":"2026-01-03T00:00:00+00:00"},{}],"url":"https://a.example/b.png",
        "expires":"2026-01-04T00:00:00+00:00","rowNumber":6,"prompt":"prompt \uD83D\uDE00","machine":"studio","row":{"Scene":"1","Act":""},
        "cells":{"Prompt":null,"Scene":"1\r\n"},"route":"v1/other","body":"{\"a\":\"b\"}"}
        """.ReplaceLineEndings(string.Empty),
        Encoding.UTF8.GetString(JournalBatch.ToLine(s_full)));

    [Fact]
    public void What_an_entry_does_not_have_is_left_out_and_a_nought_is_something()
    {
        Assert.Equal("""{"v":2,"e":""}""", Encoding.UTF8.GetString(JournalBatch.ToLine(new JournalEntry())));
        Assert.Equal(
            """{"v":2,"e":"","key":"","take":0,"status":"Submitted","estimated":0,"actual":0,"cost":0.00,"reserved":0,"index":0,"length":0,"videos":[],"rowNumber":0,"row":{},"cells":{}}""",
            Encoding.UTF8.GetString(JournalBatch.ToLine(new JournalEntry
            {
                Key = string.Empty,
                Take = 0,
                Status = ApimartTaskStatus.Submitted,
                Estimated = 0,
                Actual = 0,
                Cost = 0.00m,
                Reserved = 0,
                Index = 0,
                Length = 0,
                Videos = [],
                RowNumber = 0,
                Row = new Dictionary<string, string>(),
                Cells = new Dictionary<string, string?>(),
            })));
    }

    [Fact]
    public void A_line_that_is_not_read_to_its_end_tells_the_index_the_same()
    {
        byte[] line = LineSeal.Close(JournalBatch.ToLine(s_full with { Kind = JournalEntryKind.Uploaded }), 0, out _);
        JournalScan all = new();
        JournalScan some = new();

        Assert.True(all.TryRead(line, isWhole: false));
        Assert.True(some.TryRead(line, isWhole: true));

        Assert.All(
            typeof(JournalScan).GetProperties(BindingFlags.Instance | BindingFlags.NonPublic),
            field => Assert.Equal(field.GetValue(all), field.GetValue(some)));
        Assert.Equal(
            (s_full.Key, s_full.Digest, s_full.TaskId, s_full.Path, s_full.Sha256, s_full.Status, s_full.Take, s_full.Attempt, s_full.Actual),
            (some.Key, some.Digest, some.TaskId, some.Path, some.Sha256, (ApimartTaskStatus?)some.Status, (int?)some.Take, some.Attempt, some.Actual));
    }

    [Theory]
    [InlineData("""{"e":7,"t":"when","n":"x","task":{"a":[1]},"status":"Nonsense","cost":1e300,"videos":7,"row":[],"prompt":"kept","length":1.5}""")]
    [InlineData("""{"videos":[7,null,{"url":8,"expires":"x","z":{}}],"prompt":"kept","row":{"a":1},"take":null,"torn":[],"strange":{"prompt":"other"}}""")]
    public void An_odd_value_counts_as_not_there_and_costs_no_other(string line)
    {
        JournalEntry entry = JournalTasks.Parse(Encoding.UTF8.GetBytes(line))!;

        Assert.Equal("kept", entry.Prompt);
        Assert.Null(entry.Status);
        Assert.Null(entry.Cost);
        Assert.Null(entry.TaskId);
        Assert.All(entry.Videos ?? [], video => Assert.Equal(new JournalLink(null, null), video));
    }

    [Fact]
    public void Fields_that_are_not_known_here_change_nothing_whatever_they_hold()
    {
        string line = Encoding.UTF8.GetString(JournalBatch.ToLine(s_full with { Kind = JournalEntryKind.Uploaded }));
        JournalScan expected = Scan(line);
        for (int length = 1; length < 14; length++)
        {
            string other = $$"""{"{{new string('z', length)}}":{"key":"other","prompt":[{}]},{{line[1..]}}""";

            Assert.Equal(line, Encoding.UTF8.GetString(JournalBatch.ToLine(JournalTasks.Parse(Encoding.UTF8.GetBytes(other))!)));
            JournalScan scan = Scan(other);
            Assert.All(
                typeof(JournalScan).GetProperties(BindingFlags.Instance | BindingFlags.NonPublic),
                field => Assert.Equal(field.GetValue(expected), field.GetValue(scan)));
        }

        static JournalScan Scan(string line)
        {
            JournalScan scan = new();
            Assert.True(scan.TryRead(Encoding.UTF8.GetBytes(line), isWhole: false));
            return scan;
        }
    }

    [Fact]
    public void What_was_written_otherwise_is_read_as_it_is_meant()
    {
        JournalEntry entry = JournalTasks.Parse("""{"status":"completed","row":{"Shot":"a","Scene":null},"cells":{"Shot":"a","Scene":null}}"""u8.ToArray())!;

        Assert.Equal(ApimartTaskStatus.Completed, entry.Status);
        Assert.Equal(["Shot"], entry.Row!.Keys);
        Assert.Equal(["Shot", "Scene"], entry.Cells!.Keys);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("""{"prompt":"cut""")]
    [InlineData("""{"prompt":"two"}{}""")]
    public void What_is_no_object_is_no_entry(string line) => Assert.Null(JournalTasks.Parse(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void Tasks_are_equal_by_their_requests_whether_somebody_looked_at_them_or_not()
    {
        ApimartTask sent = new() { TaskId = "task", SentBody = """{"b":1,"a":2}""" };

        Assert.Equal(new ApimartTask { TaskId = "task", Request = """{"a":2,"b":1}""" }, sent);
        Assert.NotEqual(new ApimartTask { TaskId = "task", Request = """{"a":3}""" }, sent with { });
        Assert.Null((sent with { Request = null }).Request);
        Assert.Null(new ApimartTask { TaskId = "task", SentBody = "no JSON" }.Request);
    }
}
