using System.IO.Compression;
using System.Text;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Journal;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;
using Apimart.Video.Text;

namespace Apimart.Video.Client.Tests.Hostile;

/// <summary>
/// What a server may say to a submit, kind by kind (api.md, sections 3 to 5): what comes of it, how many POSTs leave, and what
/// the next run of the same row does.
/// </summary>
public sealed class SubmitAnswerTests : IDisposable
{
    private const string Id = HostileAnswers.Id;
    private const string Accepted = "accepted";
    private const string Unknown = nameof(ApimartErrorKind.OutcomeUnknown);
    private const string Later = "{'data':{'id':'task_later','status':'submitted'}}";

    private static readonly Kind[] s_kinds =
    [
        // Every envelope that is known, and what is like them.
        .. Each(Accepted, 200,
            "{'code':200,'data':[{'status':'submitted','task_id':'ID'}]}",
            "{'code':200,'data':{'id':'ID','status':'submitted','progress':0,'created':1710000000,'type':'video'}}",
            "{'code':200,'data':{'id':'ID','object':'video.generation.task','created':1,'model':'m','progress':3,'status':'pending','task_info':{'can_cancel':true,'estimated_time':90},'type':'video'}}",
            "{'data':{'status':'processing','task_id':'ID'}}",
            "{'task_id':'ID'}",
            "{'taskId':'ID'}",
            "{'Task_Id':'ID'}",
            "{'id':'ID','status':'submitted'}",
            "{'data':{'taskId':'ID'}}",
            "{'data':[{'id':'ID'}]}",
            "{'data':[{'id':'ID'},{'id':'task_second'}]}",
            "[{'task_id':'ID'}]",
            "{'data':[[{'task_id':'ID'}]]}",
            "{'result':{'task_id':'ID'}}",
            "{'data':{'task':{'task_id':'ID'}}}",
            "{'code':'200','data':{'id':'ID'}}",
            "{'code':0,'data':{'id':'ID'}}",
            "{'code':'success','data':{'id':'ID'}}",
            "{'success':true,'data':{'id':'ID'}}",
            "{'data':{'task_id':['ID']}}",
            "{'data':{'task_id':' ID '}}",
            "{'data':{'task_id':'ID','id':null}}",
            "{'task_id':null,'data':{'task_id':'ID'}}",
            "{'data':{'id':'ID','status':'completed','result':{'videos':[{'url':['https://h/1.mp4']}]}}}",
            "{'data':{'id':'ID','status':'failed','error':{'message':'no room'}}}",
            "{'data':{'id':'ID','status':'polishing'}}",
            "{'data':{'id':'ID','status':7,'progress':'half','created':'soon','model':[]}}"),

        // A fault beside an id is a warning where the status says that it was accepted.
        .. Each(Accepted, 200,
            "{'code':400,'data':[{'task_id':'ID'}]}",
            "{'code':500,'message':'busy','data':{'task_id':'ID'}}",
            "{'code':'invalid_duration','data':{'task_id':'ID'}}",
            "{'success':false,'message':'no','data':{'task_id':'ID'}}",
            "{'error':'no','data':{'task_id':'ID'}}",
            "{'error':{'code':402,'message':'balance used up'},'task_id':'ID'}",
            "{'error':[{'message':'one'},{'message':'two'}],'task_id':'ID'}",
            "{'error':{'message':'no','task_id':'ID'}}",
            "{'detail':[{'msg':'field required'}],'data':{'task_id':'ID'}}"),
        .. new[] { 201, 202, 203, 299 }.Select(status => new Kind(Accepted, status, "{'data':{'task_id':'ID'}}")),
        new(Accepted, 202, "{'code':202,'data':{'id':'ID','object':'generation.task','status':'queued','poll_url':'/v1/tasks/ID'},'request_id':'r'}"),
        new(Accepted, 202, "{'code':202,'data':{'id':'ID','object':'generation.result','status':'completed'},'request_id':'r'}"),
        new(Accepted, 200, "{'data':{'id':'ID'}}", "Idempotency-Replayed: true"),

        // Careless and broken forms.
        new(Accepted, 200, "\uFEFF{'task_id':'ID'}"),
        new(Accepted, 200, "{'cost':NaN,'task_id':'ID'}"),
        new(Accepted, 200, "{'cost':-Infinity,'task_id':'ID'}"),
        new(Accepted, 200, "{'task_id':'ID',}"),
        new(Accepted, 200, "[{'task_id':'ID'},]"),
        new(Accepted, 200, "{'message':'two\nlines\u0007','task_id':'ID'}"),
        new(Accepted, 200, "{'message':'\\ud83d','task_id':'ID'}"),
        new(Accepted, 200, "{'task_id':'ID'}\r\n<!-- cache -->"),
        new(Accepted, 200, "\r\n\r\n  {'task_id':'ID'}  \r\n"),
        new(Accepted, 200, "{'task_id':'ID'}") { LengthError = 40 },
        new(Accepted, 200, "{'task_id':'ID'}") { LengthError = null },
        new(Accepted, 200, "{'code':200,'data':[{'task_id':'ID'}]") { LengthError = 2 },
        new(Accepted, 200, "{'code':200,'data':[{'status':'submitted','task_id':'ID'},{'sta"),
        new(Accepted, 200, "{'task_id':'ID'}", "Content-Type: text/html"),
        new(Accepted, 200, "{'task_id':'ID'}", "Content-Type: ;;"),
        new(Accepted, 200, "{'task_id':'ID'}", "Content-Type: application/json; charset=utf-16"),
        new(Accepted, 200, "{'task_id':'ID'}", "Content-Encoding: gzip"),
        new(Accepted, 200, "{'task_id':'ID'}", "Content-Encoding: br"),
        new(Accepted, 200, "{'task_id':'ID'}", "Content-Encoding: nonsense"),
        new(Accepted, 200, "{'task_id':'ID'}", "Retry-After: 7"),
        new(Accepted, 200, "{'task_id':'ID'}", $"X-Request-Id: {Secrets.Key}"),
        new(Accepted, 200, "{'task_id':'ID'}") { Packs = true },
        new(Accepted, 200, "{'task_id':'ID'}") { Wide = Encoding.Unicode },
        new(Accepted, 200, "{'task_id':'ID'}") { Wide = Encoding.UTF32 },
        new(Accepted, 200, "{'note':'" + new string('x', 300_000) + "','task_id':'ID'}"),
        new(Accepted, 200, "{'note':" + new string('[', 40) + new string(']', 40) + ",'task_id':'ID'}"),

        // An id at another status: accepted if the server knows it, else unknown, and never sent again.
        .. s_bad.SelectMany(status => new[]
        {
            new Kind(Accepted, status, "{'error':{'message':'no'},'data':[{'task_id':'ID'}]}") { Knows = true },
            new Kind(Unknown, status, "{'error':{'message':'no'},'data':[{'task_id':'ID'}]}"),
        }),

        // 2xx without an id proves nothing.
        .. Each(Unknown, 200,
            "", "null", "true", "42", "'text'", "[]", "{}", "[{}]", "OK", "<html>please wait</html>", "\uFEFF", "\0\0\0\0", "{",
            "{'code':200}", "{'code':200,'data':[]}", "{'code':200,'data':null}", "{'code':200,'data':{}}", "{'data':[null]}",
            "{'task_id':null}", "{'task_id':''}", "{'task_id':'   '}", "{'task_id':{}}", "{'task_id':true}", "{'task_id':0}",
            "{'success':true}", "{'success':false,'message':'no'}", "{'status':'submitted'}", "{'data':{'status':'submitted'}}",
            "{'error':{'code':500,'message':'server error'}}", "{'error':{'code':429,'message':'slow down'}}",
            "{'error':{'message':'idempotency_in_progress'}}", "{'error':{'id':'req_1','message':'no'}}"),
        new(Unknown, 200, "{'data':{'url':'https://h/?k=" + Secrets.Key + "'}}"),
        new(Unknown, 200, new string('[', 600_000)),
        new(Unknown, 204, ""),
        new(Unknown, 202, "{'code':202}"),

        // Refusals: the next run sends it anew, under a new key.
        new(nameof(ApimartErrorKind.InvalidRequest), 200, "{'error':{'code':400,'message':'empty prompt','type':'invalid_request_error'}}"),
        new(nameof(ApimartErrorKind.Authentication), 200, "{'error':{'code':401,'message':'bad token'}}"),
        new(nameof(ApimartErrorKind.Payment), 200, "{'error':{'code':402,'message':'balance used up'}}"),
        new(nameof(ApimartErrorKind.Permission), 200, "{'code':403,'message':'no'}"),
        .. Each(nameof(ApimartErrorKind.InvalidRequest), 400,
            "{'error':{'code':400,'message':'empty prompt','type':'invalid_request_error'}}",
            "{'error':{'code':'invalid_duration','message':'m','type':'invalid_request_error'}}",
            "{'error':{'message':'m','type':'invalid_resolution'}}",
            "{'code':'invalid_request_error','message':'invalid image content'}",
            "{'error':'no'}", "{'message':'no'}", "{'detail':'no'}", "{'detail':[{'loc':['body'],'msg':'field required'}]}", "{'fail_reason':'no'}",
            "", "not JSON", "<html>bad request</html>", "{'error':", "[]"),
        new(nameof(ApimartErrorKind.InvalidRequest), 400, "{'error':{'message':'" + Secrets.Key + "','code':'bad_" + Secrets.Key + "'}}"),
        new(nameof(ApimartErrorKind.InvalidRequest), 400, "{'error':{'message':'\\u001b]0;owned\\u0007','code':'\\u001b[2J'}}"),
        new(nameof(ApimartErrorKind.InvalidRequest), 400, "{'error':{'message':'" + new string('m', 50_000) + "'}}"),
        new(nameof(ApimartErrorKind.Authentication), 401, "{'error':{'message':'API key is required','type':'apimart_error'}}"),
        new(nameof(ApimartErrorKind.Payment), 402, "{'error':{'code':402,'message':'balance used up','type':'payment_required'}}"),
        new(nameof(ApimartErrorKind.Permission), 403, "{'error':{'code':403,'message':'no access','type':'permission_error'}}"),
        new(nameof(ApimartErrorKind.WrongAddress), 404, "{'error':{'message':'Invalid URL','type':'invalid_request_error'}}"),
        new(nameof(ApimartErrorKind.WrongAddress), 410, ""),
        .. new[] { 405, 406, 411, 413, 415, 418, 422, 426, 431, 451 }.Select(status => new Kind(nameof(ApimartErrorKind.InvalidRequest), status, "{'message':'no'}")),

        // Not executed: sent again at once, with the same key and bytes.
        .. new[] { "Retry-After: 0", "Retry-After: 7", "Retry-After: soon", "Retry-After: -5", "X-None: 1" }
            .Select(header => new Kind(Accepted, 429, "{'error':{'code':429,'message':'slow down'}}", header) { Posts = 2 }),
        new(Accepted, 503, "{'error':{'code':'idempotency_unavailable','message':'key store down'}}") { Posts = 2 },
        new(Accepted, 503, "{'code':503,'message':'idempotency_unavailable'}") { Posts = 2 },
        new(Accepted, 503, "", "Retry-After: 7") { Posts = 2 },
        new(Accepted, 409, "{'error':{'code':'idempotency_in_progress','message':'wait'}}") { Posts = 2 },
        new(nameof(ApimartErrorKind.RateLimit), 429, "", "Retry-After: 3600"),
        new(nameof(ApimartErrorKind.Server), 503, "", "Retry-After: 3600"),

        // Whatever else comes: it may have been accepted.
        .. new[] { 300, 301, 302, 303, 304, 305, 307, 308 }.Select(status => new Kind(Unknown, status, "", $"Location: https://h/?k={Secrets.Key}")),
        new(Unknown, 408, ""),
        new(Unknown, 409, "{'code':409,'message':'idempotency_result_indeterminate'}"),
        new(Unknown, 409, "{'error':{'code':'idempotency_key_reused','message':'another body'}}"),
        new(Unknown, 409, "{'error':{'code':409,'message':'something else'}}"),
        .. new[] { 500, 501, 502, 503, 504, 505, 520, 524, 599 }.Select(status => new Kind(Unknown, status, "<html>no</html>")),
        new(Unknown, 500, "{'error':{'code':'idempotency_unavailable','message':'no'}}"),
        new(Unknown, 500, "{'error':{'code':500,'message':'build_request_failed: invalid size: 3:5'}}"),
        new(Unknown, 503, "{'error':{'code':503,'message':'upstream away'}}"),
        new(Unknown, 503, "", "Retry-After: soon"),

        // What is no answer.
        new(Unknown, 0, "") { Raw = "" },
        new(Unknown, 0, "") { Raw = "SSH-2.0-OpenSSH_9.6\r\n" },
        new(Unknown, 0, "") { Raw = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n" },
        new(Unknown, 0, "") { Raw = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{" },
        new(Unknown, 0, "") { Raw = "HTTP/1.1 ??? OK\r\n\r\n" },
        new(Accepted, 0, "") { Raw = $$"""HTTP/1.1 200 OK{{"\r\n"}}Transfer-Encoding: chunked{{"\r\n\r\n"}}2c{{"\r\n"}}{"task_id":"{{Id}}"}""" },
    ];

    private readonly TempFolder _folder = new();

    public static TheoryData<int, string> Kinds
    {
        get
        {
            TheoryData<int, string> kinds = [];
            for (int i = 0; i < s_kinds.Length; i++)
            {
                kinds.Add(i, s_kinds[i].ToString());
            }

            return kinds;
        }
    }

    /// <summary>3xx, 4xx and 5xx; 429 and 503 among them, for an id outweighs them too.</summary>
    private static int[] s_bad => [302, 307, 400, 401, 402, 403, 404, 408, 409, 418, 422, 429, 500, 502, 503, 504];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void There_are_as_many_kinds_as_the_issue_counts() => Assert.InRange(s_kinds.Length, 137, int.MaxValue);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_answer_to_a_submit_has_its_outcome(int number, string text)
    {
        Assert.NotNull(text);
        Kind kind = s_kinds[number];
        List<string> keys = [];
        using AnswerServer server = new(request => Answer(kind, request, keys));
        using TaskJournal journal = TaskJournal.Open(_folder.Path, server.Address);
        using ApimartClient client = new(new ApimartClientOptions
        {
            ApiKey = Secrets.Key,
            BaseUri = server.Address,
            Journal = journal,
            TimeProvider = new ImpatientTime(),
            ReadTimeout = TimeSpan.FromHours(1),
            SubmitTimeout = TimeSpan.FromHours(1),
        });

        Assert.Equal(kind.Outcome, await SubmitAsync(client));
        Assert.Equal(kind.Posts, keys.Count);
        Assert.Single(keys.Distinct());
        if (kind.NamesTask)
        {
            Assert.Contains(Id, await File.ReadAllTextAsync(journal.Path), StringComparison.Ordinal);
        }

        string key = keys[0];
        keys.Clear();
        bool wasAccepted = kind.Outcome == Accepted;
        string again = await SubmitAsync(client);
        Assert.Equal(wasAccepted ? Accepted : kind.Outcome == Unknown ? Unknown : Accepted, again);
        Assert.Equal(wasAccepted || kind.Outcome == Unknown ? 0 : 1, keys.Count);
        Assert.All(keys, next => Assert.Equal(kind.Status is 429 or 503, next == key));
    }

    /// <returns>What came of it. Anything but a fault of the catalogue fails the test, as does one that shows what it may not.</returns>
    private static async Task<string> SubmitAsync(ApimartClient client)
    {
        try
        {
            ApimartTask task = await client.SubmitAsync(Rows.Row("sea"), new SubmitOptions { JobName = "autumn", Warn = HoldClean });
            Array.ForEach<string?>([task.TaskId, task.StatusText, task.Error?.Code, task.Error?.Message], HoldClean);
            return Accepted;
        }
        catch (ApimartException fault)
        {
            Assert.NotEmpty(fault.Advice);
            Assert.InRange(fault.Message.Length, 1, 2000);
            Array.ForEach([fault.Message, fault.Code, fault.Type, fault.RequestId, fault.Advice, fault.InnerException?.Message], HoldClean);
            return fault.Kind.ToString();
        }
    }

    private static void HoldClean(string? text) => Assert.Null(Secrets.In(text));

    private static byte[] Answer(Kind kind, string request, List<string> keys)
    {
        if (!request.StartsWith("POST", StringComparison.Ordinal))
        {
            return kind.Knows
                ? new Kind(Accepted, 200, "{'data':{'id':'ID','status':'processing'}}").ToBytes()
                : new Kind(Accepted, 404, "{'error':{'code':404,'message':'no such task'}}").ToBytes();
        }

        string key = request.Split("\r\n").Single(line => line.StartsWith("Idempotency-Key: ", StringComparison.Ordinal));
        keys.Add(key);
        lock (kind.Answered)
        {
            return kind.Answered.Add(key + request.GetHashCode(StringComparison.Ordinal)) && kind.Answered.Count == 1
                ? kind.ToBytes()
                : new Kind(Accepted, 200, Later).ToBytes();
        }
    }

    private static IEnumerable<Kind> Each(string outcome, int status, params string[] bodies) =>
        bodies.Select(body => new Kind(outcome, status, body));

    /// <param name="Outcome">What has to come of it.</param>
    /// <param name="Status">The HTTP status.</param>
    /// <param name="Body">The body, with ' for " and ID for a task's id.</param>
    /// <param name="Headers">Headers beside the length.</param>
    private sealed record Kind(string Outcome, int Status, string Body, params string[] Headers)
    {
        internal int Posts { get; init; } = 1;

        /// <summary>Whether the server knows the task when it is asked.</summary>
        internal bool Knows { get; init; }

        /// <summary>How many bytes too many are announced; null announces none.</summary>
        internal int? LengthError { get; init; } = 0;

        internal bool Packs { get; init; }

        internal Encoding? Wide { get; init; }

        internal string? Raw { get; init; }

        internal HashSet<string> Answered { get; } = [];

        internal bool NamesTask => Body.Contains("ID", StringComparison.Ordinal) || Raw?.Contains(Id, StringComparison.Ordinal) == true;

        internal byte[] ToBytes()
        {
            if (Raw is not null)
            {
                return Encoding.Latin1.GetBytes(Raw);
            }

            string text = Body.Replace('\'', '"').Replace("ID", Id, StringComparison.Ordinal);
            byte[] body = Wide is null ? Encoding.UTF8.GetBytes(text) : [.. Wide.GetPreamble(), .. Wide.GetBytes(text)];
            List<string> headers = ["Connection: close", .. Headers];
            if (Packs)
            {
                using MemoryStream packed = new();
                using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
                {
                    gzip.Write(body);
                }

                body = packed.ToArray();
                headers.Add("Content-Encoding: gzip");
            }

            if (LengthError is { } error)
            {
                headers.Add($"Content-Length: {body.Length + error}");
            }

            return [.. Encoding.Latin1.GetBytes($"HTTP/1.1 {Status} X\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n"), .. body];
        }

        public override string ToString()
        {
            string text = Raw ?? string.Join(' ', [Status.ToString(System.Globalization.CultureInfo.InvariantCulture), .. Headers, Body]);
            return ForeignText.WithoutSecrets.Clean(text.Length > 120 ? text[..120] : text);
        }
    }
}
