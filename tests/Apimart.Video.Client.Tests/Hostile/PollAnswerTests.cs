using System.Text;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;
using Apimart.Video.Text;

namespace Apimart.Video.Client.Tests.Hostile;

/// <summary>
/// What a server may say of a task, kind by kind (api.md, section 2): the state, the links and the reason that are read out of
/// it, or the fault; and that the journal holds an ending, and no more than that.
/// </summary>
public sealed class PollAnswerTests : IDisposable
{
    private const string Id = HostileAnswers.Id;

    private static readonly Kind[] s_kinds =
    [
        // The words for states.
        .. Words("Submitted", "submitted", "pending", "queued", "not_start", "PENDING", " Queued "),
        .. Words("Processing", "processing", "in_progress", "running", "polishing", "RUNNING", "\\u001b[2J"),
        .. Words("Completed", "completed", "success", "succeeded", "done", "Succeeded"),
        .. Words("Failed", "failed", "failure", "error", "FAILED"),
        .. Words("Cancelled", "cancelled", "canceled"),
        .. Words("Expired", "expired", "timeout"),

        // An unknown word runs only while nothing speaks against it.
        new("Completed", 1, "{'data':{'status':'polishing','result':{'videos':[{'url':['https://h/1.mp4']}]}}}"),
        new("Completed", 0, "{'data':{'status':'polishing','completed':1779246534}}"),
        new("Failed", 0, "{'data':{'status':'polishing','error':{'message':'no room'}}}") { Reason = "no room" },
        new("Completed", 1, "{'data':{'result':{'videos':['https://h/1.mp4']}}}"),
        new("Processing", 0, "{'data':{'status':'processing','progress':'NaN','estimated_time':-1,'cost':'much'}}"),

        // The forms of links.
        new("Completed", 2, "{'data':{'status':'completed','result':{'videos':[{'url':['https://h/1.mp4','https://h/2.mp4'],'expires_at':1779332760}]}}}"),
        new("Completed", 1, "{'data':{'status':'completed','result':{'videos':[{'url':'https://h/1.mp4'}]}}}"),
        new("Completed", 1, "{'data':{'status':'completed','result':{'videos':['https://h/1.mp4']}}}"),
        new("Completed", 1, "{'data':{'status':'completed','result':{'videos':[['https://h/1.mp4']]}}}"),
        new("Completed", 2, "{'data':{'status':'completed','result':{'videos':[null,'https://h/2.mp4']}}}"),
        new("Completed", 1, "{'data':{'status':'completed','result':{'url':'https://h/1.mp4'}}}"),
        new("Completed", 1, "{'data':{'status':'completed','result':{'videos':[{'video_url':'https://h/1.mp4'}]}}}"),
        new("Completed", 1, "{'data':{'status':'completed','result':{'videos':[{'url':['https://h/%7Ea%2Fb.mp4?x=%20']}]}}}") { Link = "https://h/%7Ea%2Fb.mp4?x=%20" },
        new("Completed", 0, "{'data':{'status':'completed','result':{'videos':[]}}}"),
        new("Completed", 0, "{'data':{'status':'completed','result':{'videos':[{'url':[]}]}}}"),
        new("Completed", 0, "{'data':{'status':'completed','result':{'videos':[{'url':'no link'}]}}}"),
        new("Completed", 0, "{'data':{'status':'completed','result':null}}"),

        // Reasons, wherever they stand.
        new("Failed", 0, "{'data':{'status':'failed','error':{'message':'no room','code':'task_failed'}}}") { Reason = "no room" },
        new("Failed", 0, "{'data':{'status':'failed','error':'no room'}}") { Reason = "no room" },
        new("Failed", 0, "{'data':{'status':'failed','error':[{'message':'no room'}]}}") { Reason = "no room" },
        new("Failed", 0, "{'data':{'status':'failed','message':'no room'}}") { Reason = "no room" },
        new("Failed", 0, "{'data':{'status':'failed','detail':'no room'}}") { Reason = "no room" },
        new("Failed", 0, "{'data':{'status':'failed','fail_reason':'no room'}}") { Reason = "no room" },
        new("Failed", 0, "{'data':{'status':'failed','task_status_msg':'no room'}}") { Reason = "no room" },
        new("Failed", 0, "{'data':{'status':'failed','result':{'error':'no room'}}}") { Reason = "no room" },
        new("Completed", 0, "{'data':{'status':'completed','fail_reason':'no room'}}") { Reason = "no room" },
        new("Failed", 0, "{'data':{'status':'failed','error':{'message':'" + Secrets.Key + "\\u202e'}}}") { Reason = "***<U+202E>" },

        // Careless and broken forms.
        new("Processing", 0, "[{'data':{'status':'processing'}}]"),
        new("Processing", 0, "{'data':[{'status':'processing'}]}"),
        new("Processing", 0, "{'status':'processing'}"),
        new("Processing", 0, "\uFEFF{'data':{'status':'processing',}}"),
        new("Processing", 0, "{'data':{'state':'processing','cost':Infinity}}"),
        new("Processing", 0, "{'data':{'task_status':'processing'}}\r\n<!-- cache -->"),

        // What is no task, or not this one.
        .. Faults(nameof(ApimartErrorKind.Protocol), 200, "", "null", "[]", "{}", "{'data':null}", "{'data':[]}", "OK", "<html>wait</html>", "{'data':{'status':'comp"),
        .. Faults(nameof(ApimartErrorKind.Protocol), 200, "{'data':{'id':'task_other','status':'completed'}}", "{'task_id':'task_other','status':'failed','progress':100}"),
        .. Faults(nameof(ApimartErrorKind.NotFound), 404, "{'error':{'code':404,'message':'no such task'}}", ""),
        .. Faults(nameof(ApimartErrorKind.NotFound), 400, "{'error':{'message':'Invalid task ID format'}}"),
        .. Faults(nameof(ApimartErrorKind.NotFound), 200, "{'code':404,'message':'no such task'}"),
        .. Faults(nameof(ApimartErrorKind.InvalidRequest), 400, "{'error':{'message':'language'}}"),
        .. Faults(nameof(ApimartErrorKind.Authentication), 401, "{'error':{'message':'API key is required'}}"),
        .. Faults(nameof(ApimartErrorKind.Payment), 402, ""),
        .. Faults(nameof(ApimartErrorKind.Permission), 403, ""),
        .. Faults(nameof(ApimartErrorKind.Timeout), 408, ""),
        .. Faults(nameof(ApimartErrorKind.RateLimit), 429, ""),
        .. Faults(nameof(ApimartErrorKind.Server), 500, "{'data':{'status':'completed'}}", "<html>no</html>"),
        .. Faults(nameof(ApimartErrorKind.Server), 503, "{'data':{'status':'failed'}}"),
        .. Faults(nameof(ApimartErrorKind.Protocol), 302, ""),
    ];

    private readonly TempFolder _folder = new();

    public static TheoryData<int, string> Kinds
    {
        get
        {
            TheoryData<int, string> kinds = [];
            for (int i = 0; i < s_kinds.Length; i++)
            {
                kinds.Add(i, ForeignText.WithoutSecrets.Clean($"{s_kinds[i].Status} {s_kinds[i].Body}"));
            }

            return kinds;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void There_are_as_many_kinds_as_the_issue_counts() => Assert.InRange(s_kinds.Length, 66, int.MaxValue);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_answer_to_a_look_is_read_as_what_it_is(int number, string text)
    {
        Assert.NotNull(text);
        Kind kind = s_kinds[number];
        using AnswerServer server = new(_ => kind.ToBytes());
        using TaskJournal journal = TaskJournal.Open(_folder.Path, server.Address);
        using ApimartClient client = new(new ApimartClientOptions { ApiKey = Secrets.Key, BaseUri = server.Address, Journal = journal });
        try
        {
            ApimartTask task = await client.PollAsync(Id, CancellationToken.None);
            Assert.Equal((kind.Outcome, kind.Videos), (task.Status.ToString(), task.Videos.Length));
            Assert.Equal(Id, task.TaskId);
            Assert.Equal(kind.Reason, task.Error?.Message);
            Assert.Equal(kind.Link ?? task.Videos.FirstOrDefault()?.Url?.OriginalString, task.Videos.FirstOrDefault()?.Url?.OriginalString);
            Array.ForEach<string?>([task.StatusText, task.Error?.Code, task.Error?.Message], HoldClean);
            Assert.Equal(task.IsEnded ? task.Status : null, journal.Find(Id)?.Status);
        }
        catch (ApimartException fault)
        {
            Assert.Equal(kind.Outcome, fault.Kind.ToString());
            Assert.NotEmpty(fault.Advice);
            Array.ForEach([fault.Message, fault.Code, fault.Type, fault.Advice], HoldClean);
            Assert.Null(journal.Find(Id));
        }
    }

    private static void HoldClean(string? text) => Assert.Null(Secrets.In(text));

    private static IEnumerable<Kind> Words(string outcome, params string[] words) =>
        words.Select(word => new Kind(outcome, 0, $"{{'code':200,'data':{{'id':'ID','status':'{word}'}}}}"));

    private static IEnumerable<Kind> Faults(string outcome, int status, params string[] bodies) =>
        bodies.Select(body => new Kind(outcome, 0, body) { Status = status });

    /// <param name="Outcome">The state or the kind of the fault.</param>
    /// <param name="Videos">How many videos there are, with or without a link.</param>
    /// <param name="Body">The body, with ' for " and ID for the task's id.</param>
    private sealed record Kind(string Outcome, int Videos, string Body)
    {
        internal int Status { get; init; } = 200;

        internal string? Reason { get; init; }

        internal string? Link { get; init; }

        internal byte[] ToBytes()
        {
            byte[] body = Encoding.UTF8.GetBytes(Body.Replace('\'', '"').Replace("\"ID\"", $"\"{Id}\"", StringComparison.Ordinal));
            return [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {Status} X\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];
        }
    }
}
