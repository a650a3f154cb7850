using System.IO.Compression;
using System.Text;
using Apimart.Video.Client.Tests.Containers;
using Apimart.Video.Client.Tests.Hostile;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Downloads;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Saving;

/// <summary>
/// What file hosts answer, kind by kind, and what has to come of each: the outcome, the file, what the journal says, how often
/// the host is asked, and that a later run saves what this one could not.
/// </summary>
public sealed class HostAnswerTests : SavingTest
{
    private const string Mp4 = "Content-Type: video/mp4";
    private const string Date = "Last-Modified: Fri, 20 Nov 2026 08:00:00 GMT";
    private const string LaterDate = "Last-Modified: Sat, 21 Nov 2026 08:00:00 GMT";
    private const int Cut = 700;

    private static readonly byte[] s_video = SampleVideo.Of(2000);
    private static readonly byte[] s_other = SampleVideo.Of(2000, seed: 2);
    private static readonly RawAnswer s_whole = FileAnswers.Whole(s_video);
    private static readonly RawAnswer s_cut = s_whole.CutAfter(Cut);

    private static readonly Case[] s_cases =
    [
        // Whole videos, however they are sent.
        Saved("mp4", s_whole),
        Saved("no type", RawAnswer.Of("200 OK", s_video)),
        Saved("octet-stream", RawAnswer.Of("200 OK", s_video, "Content-Type: application/octet-stream")),
        Saved("careless type", RawAnswer.Of("200 OK", s_video, "Content-Type: text/plain")),
        Saved("chunked", FileAnswers.Chunked(s_video, ends: true)),
        Saved("ends with its connection", RawAnswer.Of("200 OK", s_video, "X-No-Length: 1")),
        Saved("false content coding", RawAnswer.Of("200 OK", s_video, "Content-Encoding: gzip")),
        Saved("early hints first", s_whole with { Head = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + s_whole.Head }),
        Saved("QuickTime", Bytes(SampleVideo.Of(2000, brand: "qt  "))) with { Extension = ".mov" },
        Saved("WebM", Bytes(SampleVideo.WebM(900))) with { Extension = ".webm" },
        Saved("Matroska", Bytes(Matroska())) with { Extension = ".mkv" },
        Saved("M4V brand", Bytes(SampleVideo.Of(2000, brand: "M4V "))),
        Saved("free before ftyp", Bytes([.. Mp4Maker.Box("free", new byte[9]), .. s_video])),
        Saved("wide, skip and styp before ftyp", Bytes([.. Mp4Maker.Box("wide", []), .. Mp4Maker.Box("skip", [1]), .. Mp4Maker.Box("styp", [.. "msdh"u8, 0, 0, 0, 0]), .. s_video])),
        Saved("index behind the media", Boxes(Mp4Maker.FileType(), new TopBox("mdat", new byte[50]), Mp4Maker.Movie(0, [1]))),
        Saved("fragments", Boxes(Mp4Maker.FileType(), Mp4Maker.Movie(0, []), new TopBox("moof", []), new TopBox("mdat", [1]), new TopBox("moof", []), new TopBox("mdat", [2]))),
        Saved("64-bit lengths", Boxes(Mp4Maker.FileType(), Mp4Maker.Movie(0, [1]), new TopBox("mdat", new byte[50], BoxSize.Long))),
        Saved("media to the end", Bytes(OpenEnd(0))),

        // Redirects.
        Saved("301", To("301 Moved Permanently"), s_whole),
        Saved("302", To("302 Found"), s_whole),
        Saved("303", To("303 See Other"), s_whole),
        Saved("307", To("307 Temporary Redirect"), s_whole),
        Saved("308", To("308 Permanent Redirect"), s_whole),
        Fails("302 to nowhere", SaveFault.Refused, 1, RawAnswer.Empty("302 Found")),
        Fails("302 for ever", SaveFault.TooManyRedirects, 6, To("302 Found")),
        Fails("302 to ftp", SaveFault.UnsafeLink, 1, To("302 Found", "ftp://127.0.0.1/v.mp4")),
        Fails("302 to the cloud's secrets", SaveFault.UnsafeLink, 1, To("302 Found", "https://169.254.169.254/v.mp4")),
        Fails("302 to wrapped secrets", SaveFault.UnsafeLink, 1, To("302 Found", "https://[64:ff9b::a9fe:a9fe]/v.mp4")),
        Fails("302 to the house's network", SaveFault.UnsafeLink, 1, To("302 Found", $"https://10.0.0.1/{Secrets.Key}/v.mp4")),
        Fails("304", SaveFault.Refused, 1, RawAnswer.Empty("304 Not Modified")),

        // What is no video.
        Fails("page", SaveFault.NotAVideo, 1, Text("text/html", "<html>Sign in</html>")),
        Fails("page as a video", SaveFault.NotAVideo, 1, Text("video/mp4", "<html>Sign in</html>")),
        Fails("video as a page", SaveFault.NotAVideo, 1, RawAnswer.Of("200 OK", s_video, "Content-Type: text/html")),
        Fails("fault as JSON", SaveFault.NotAVideo, 1, Text("application/json", "{\"error\":\"no\"}")),
        Fails("fault as XML", SaveFault.NotAVideo, 1, Text("application/xml", "<Error><Code>AccessDenied</Code></Error>")),
        Fails("page that repeats the key", SaveFault.NotAVideo, 1, Text("text/html", $"<p>{Secrets.Key}</p>")),
        Fails("page that repeats the key late", SaveFault.NotAVideo, 1, Text("text/html", new string('x', 70) + Secrets.Spelled(3))),
        Fails("page that acts on a terminal", SaveFault.NotAVideo, 1, Text("text/html", "\u001b]0;owned\u0007\u009b31m\u202e")),
        Fails("playlist", SaveFault.NotAVideo, 1, Text("application/vnd.apple.mpegurl", "#EXTM3U\n#EXTINF:5,\na.ts\n")),
        Fails("HEIC", SaveFault.NotAVideo, 1, Bytes(SampleVideo.Of(2000, brand: "heic"))),
        Fails("AVIF", SaveFault.NotAVideo, 1, Bytes(SampleVideo.Of(2000, brand: "avif"))),
        Fails("sound alone", SaveFault.NotAVideo, 1, Bytes(SampleVideo.Of(2000, brand: "M4A "))),
        Fails("GIF", SaveFault.NotAVideo, 1, Bytes([.. "GIF89a"u8, .. new byte[500]])),
        Fails("PNG", SaveFault.NotAVideo, 1, Bytes([0x89, .. "PNG\r\n\u001a\n"u8, .. new byte[500]])),
        Fails("ZIP", SaveFault.NotAVideo, 1, Bytes([.. "PK\u0003\u0004"u8, .. new byte[500]])),
        Fails("packed video", SaveFault.NotAVideo, 1, RawAnswer.Of("200 OK", Packed(s_video), Mp4, "Content-Encoding: gzip")),
        Fails("EBML of another kind", SaveFault.NotAVideo, 1, Bytes([.. WebMMaker.Head("mkss"), .. new byte[500]])),
        Fails("empty", SaveFault.NotAVideo, 1, Bytes([])),
        Fails("ten bytes", SaveFault.NotAVideo, 1, Bytes(s_video[..10])),
        Fails("something behind the boxes", SaveFault.LengthMismatch, 1, Bytes([.. s_video, .. "\r\n<!-- cache -->"u8])) with { KeepsPart = true },

        // Videos that are not whole, and say that they are.
        Fails("type alone", SaveFault.LengthMismatch, 1, Boxes(Mp4Maker.FileType())) with { KeepsPart = true },
        Fails("no index", SaveFault.LengthMismatch, 1, Boxes(Mp4Maker.FileType(), new TopBox("mdat", new byte[50]))) with { KeepsPart = true },
        Fails("no media", SaveFault.LengthMismatch, 1, Boxes(Mp4Maker.FileType(), Mp4Maker.Movie(0, [1]))) with { KeepsPart = true },
        Fails("cut in its index", SaveFault.LengthMismatch, 1, Bytes(s_video[..30])) with { KeepsPart = true },
        Fails("cut in its media", SaveFault.LengthMismatch, 1, Bytes(s_video[..Cut])) with { KeepsPart = true },
        Fails("cut in media to the end", SaveFault.LengthMismatch, 1, Bytes(OpenEnd(3))) with { KeepsPart = true },
        Fails("cut, chunked", SaveFault.LengthMismatch, 1, FileAnswers.Chunked(s_video[..Cut], ends: true)) with { KeepsPart = true },
        Fails("cut with its connection", SaveFault.LengthMismatch, 1, RawAnswer.Of("200 OK", s_video.AsMemory(0, Cut), "X-No-Length: 1")) with { KeepsPart = true },
        Fails("stated too short", SaveFault.LengthMismatch, 1, RawAnswer.Of("200 OK", s_video, "Content-Length: 1900")) with { KeepsPart = true },
        Fails("larger than is wanted", SaveFault.TooLarge, 1, Bytes(SampleVideo.Of(9000))),
        Fails("larger, of unknown length", SaveFault.TooLarge, 1, FileAnswers.Chunked(SampleVideo.Of(9000), ends: true)),

        // Statuses.
        Fails("204", SaveFault.Refused, 1, RawAnswer.Empty("204 No Content")),
        Fails("206 that nobody asked for", SaveFault.Refused, 1, RawAnswer.Of("206 Partial Content", s_video, "Content-Range: bytes 0-1999/2000")),
        Fails("400", SaveFault.Refused, 1, RawAnswer.Empty("400 Bad Request")),
        Fails("401", SaveFault.Refused, 1, RawAnswer.Empty("401 Unauthorized")),
        Fails("416 that nobody asked for", SaveFault.Refused, 1, RawAnswer.Empty("416 Range Not Satisfiable")),
        Fails("451", SaveFault.Refused, 1, RawAnswer.Empty("451 Unavailable For Legal Reasons")),
        Fails("202 of an old task", SaveFault.Refused, 1, RawAnswer.Empty("202 Accepted")),
        Fails("404 of an old task", SaveFault.LinkExpired, 1, RawAnswer.Empty("404 Not Found")),
        Fails("403 of an old task", SaveFault.LinkExpired, 1, RawAnswer.Empty("403 Forbidden")),
        Fails("410", SaveFault.LinkExpired, 1, RawAnswer.Empty("410 Gone")) with { IsYoung = true },
        Saved("404, then there", RawAnswer.Empty("404 Not Found"), s_whole) with { IsYoung = true },
        Saved("403, then there", RawAnswer.Empty("403 Forbidden"), s_whole) with { IsYoung = true },
        Saved("202, then there", RawAnswer.Empty("202 Accepted"), s_whole) with { IsYoung = true },
        Saved("425, then there", RawAnswer.Empty("425 Too Early"), s_whole) with { IsYoung = true },
        Saved("empty, then there", Bytes([]), s_whole) with { IsYoung = true },
        Saved("408 once", RawAnswer.Empty("408 Request Timeout"), s_whole),
        Saved("429 once", RawAnswer.Empty("429 Too Many Requests", "Retry-After: 7"), s_whole),
        Saved("500 once", RawAnswer.Empty("500 Internal Server Error"), s_whole),
        Saved("503 thrice", RawAnswer.Empty("503 X"), RawAnswer.Empty("503 X"), RawAnswer.Empty("503 X"), s_whole),
        Fails("503 for ever", SaveFault.HostFailed, 5, RawAnswer.Empty("503 Service Unavailable")),
        Fails("no HTTP", SaveFault.Network, 5, new RawAnswer("SSH-2.0-OpenSSH_9.6\r\n", ReadOnlyMemory<byte>.Empty)),
        Saved("reset once", new RawAnswer(string.Empty, ReadOnlyMemory<byte>.Empty) { ResetsAfter = true }, s_whole),

        // What broke off and goes on: only what is surely the same file is added to.
        Saved("the rest, by its tag", s_cut, FileAnswers.Rest(Cut, s_video)),
        Saved("the rest, by date and length", Dated(Date).CutAfter(Cut), Rest(s_video, Date)),
        Saved("the rest, after as many failures as at first", s_cut, RawAnswer.Empty("503 X"), RawAnswer.Empty("503 X"), RawAnswer.Empty("503 X"), FileAnswers.Rest(Cut, s_video)),
        Saved("the whole instead of the rest", s_cut, s_whole),
        Saved("another file instead of the rest", s_cut, FileAnswers.Whole(s_other, "\"b\"")) with { File = s_other },
        Saved("a rest without its tag", s_cut, Rest(s_other), FileAnswers.Whole(s_other)) with { File = s_other },
        Saved("a rest with another tag", s_cut, FileAnswers.Rest(Cut, s_other, "\"b\""), FileAnswers.Whole(s_other)) with { File = s_other },
        Saved("a rest with a weak tag", s_cut, FileAnswers.Rest(Cut, s_other, "W/\"a\""), FileAnswers.Whole(s_other)) with { File = s_other },
        Saved("a rest with another date", Dated(Date).CutAfter(Cut), Rest(s_other, LaterDate), FileAnswers.Whole(s_other)) with { File = s_other },
        Saved("a rest from elsewhere", s_cut, RestFrom(Cut + 1), s_whole),
        Saved("a rest of another length", s_cut, FileAnswers.Rest(Cut, SampleVideo.Of(3000)), s_whole),
        Saved("416 to the rest", s_cut, RawAnswer.Empty("416 X", "Content-Range: bytes */500"), s_whole),
        Saved("a weak tag, so the whole", FileAnswers.Whole(s_other, "W/\"a\"").CutAfter(Cut), s_whole),
        Saved("no validator, so the whole", RawAnswer.Of("200 OK", s_other, Mp4).CutAfter(Cut), s_whole),
    ];

    public static TheoryData<string> Names => [.. s_cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_answer_of_a_file_host_has_its_outcome(string name)
    {
        Case kind = s_cases.Single(one => one.Name == name);
        using TempFolder journalFolder = new();
        using TaskJournal journal = TaskJournal.Open(journalFolder.Path);
        int requests = 0;
        await using (RawFileServer host = new(_ => kind.Answers[Math.Min(requests++, kind.Answers.Length - 1)]))
        {
            SaveException? fault = await RunAsync(host, journal, kind.IsYoung);
            Assert.Equal((kind.Fault, kind.Requests), (fault?.Fault, host.Requests.Count));
            HoldClean(fault);
            Assert.All(host.Requests, request => Assert.DoesNotContain(Secrets.Key, request.Text, StringComparison.Ordinal));
        }

        string saved = Path.Combine(Folder, TaskId + kind.Extension);
        string[] files = kind.Fault is null ? [saved] : kind.KeepsPart ? [PartPath, NotePath] : [];
        Assert.Equal(files.Select(Path.GetFileName), Files);
        Assert.Equal(kind.Fault is null ? [saved] : [], journal.SavedOf(TaskId).Select(file => file.Path));
        if (kind.Fault is null)
        {
            Assert.Equal(kind.File, await File.ReadAllBytesAsync(saved));
            return;
        }

        await using RawFileServer mended = new(request => FileAnswers.To(request, s_video));
        Assert.Null(await RunAsync(mended, journal, isYoung: false));
        AssertOnlyVideo(s_video);
        Assert.Equal([FinalPath], journal.SavedOf(TaskId).Select(file => file.Path));
    }

    /// <summary>Saves and records as the cmdlet does, and returns the fault.</summary>
    private async Task<SaveException?> RunAsync(RawFileServer host, TaskJournal journal, bool isYoung)
    {
        ApimartTask task = TaskWith(host.Address) with { CompletedAt = isYoung ? Time.GetUtcNow() : Time.GetUtcNow() - TimeSpan.FromHours(1) };
        SaveOptions options = new() { Directory = Folder, FileName = "{TaskId}", MaxSize = 5000, OwnerOf = journal.OwnerOf, SavedOf = journal.SavedOf };
        using VideoSaver saver = new(
            new SaverConnection { TimeProvider = Time, BaseUri = Loopback, ApiKey = Secrets.Key }, (_, _) => Task.FromResult(task), options);
        Task<IReadOnlyList<SavedVideo>> saving = saver.SaveAsync(task);
        await RunAsync(saving);
        try
        {
            foreach (SavedVideo video in await saving)
            {
                await journal.RecordSavedAsync(video.Task.TaskId, new SavedFile(video.Index, video.Path, video.Length, video.Sha256));
            }

            return null;
        }
        catch (SaveException fault)
        {
            return fault;
        }
    }

    private static void HoldClean(SaveException? fault)
    {
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            Assert.Null(Secrets.In(cause.Message));
            Assert.True(cause.Message.Length < 1000, "A message is not bounded.");
        }
    }

    private static Case Saved(string name, params RawAnswer[] answers) => new(name, null, answers.Length, answers);

    private static Case Fails(string name, SaveFault fault, int requests, params RawAnswer[] answers) => new(name, fault, requests, answers);

    private static RawAnswer Bytes(byte[] file) => RawAnswer.Of("200 OK", file, Mp4);

    private static RawAnswer Boxes(params TopBox[] boxes) => Bytes(Mp4Maker.Join(boxes));

    private static RawAnswer Text(string type, string text) => RawAnswer.Of("200 OK", Encoding.UTF8.GetBytes(text), $"Content-Type: {type}");

    private static RawAnswer To(string status, string link = "/elsewhere") => RawAnswer.Empty(status, $"Location: {link}");

    private static RawAnswer Dated(string date) => RawAnswer.Of("200 OK", s_video, Mp4, date);

    private static RawAnswer Rest(byte[] file, params string[] headers) => RawAnswer.Of(
        "206 Partial Content", file.AsMemory(Cut), [.. headers, $"Content-Range: bytes {Cut}-{file.Length - 1}/{file.Length}"]);

    private static RawAnswer RestFrom(int from) => FileAnswers.Rest(from, s_video);

    private static byte[] Matroska() => [.. WebMMaker.Head("matroska"), .. SampleVideo.WebM(900)[WebMMaker.Head().Length..]];

    /// <summary>A file whose media box states no length, without its last bytes.</summary>
    private static byte[] OpenEnd(int missing)
    {
        TopBox type = Mp4Maker.FileType();
        long offset = Mp4Maker.Join([type, Mp4Maker.Movie(0, [50])]).Length + 8;
        return Mp4Maker.Join([type, Mp4Maker.Movie(offset, [50]), new TopBox("mdat", new byte[50], BoxSize.ToEnd)])[..^missing];
    }

    private static byte[] Packed(byte[] file)
    {
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.Fastest))
        {
            stream.Write(file);
        }

        return packed.ToArray();
    }

    /// <param name="Name">What it is.</param>
    /// <param name="Fault">What comes of it; null where the video is saved.</param>
    /// <param name="Requests">How often the host is asked.</param>
    /// <param name="Answers">What it answers, the last again and again.</param>
    private sealed record Case(string Name, SaveFault? Fault, int Requests, RawAnswer[] Answers)
    {
        /// <summary>Whether the task has completed just now.</summary>
        internal bool IsYoung { get; init; }

        internal string Extension { get; init; } = ".mp4";

        /// <summary>Whether what came stays to be looked at.</summary>
        internal bool KeepsPart { get; init; }

        /// <summary>The file that has to lie there: the last answer's.</summary>
        internal byte[] File { get; init; } = Answers is [{ } one] ? BodyOf(one) : s_video;

        private static byte[] BodyOf(RawAnswer answer)
        {
            byte[] body = answer.Body.ToArray();
            return answer.Head.Contains("chunked", StringComparison.Ordinal) ? s_video : body;
        }
    }
}
