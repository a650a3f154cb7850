using System.Globalization;
using System.Net;
using Apimart.Video.Api;
using Apimart.Video.Containers;
using Apimart.Video.Files;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;
using Apimart.Video.Text;

namespace Apimart.Video.Downloads;

/// <summary>The faults of saving, each made by a method named after it, for one video or (without a path) one task.</summary>
internal sealed class SaveErrors(string taskId, string? path = null, ForeignText? gate = null)
{
    private const string RunAgain = "Run the same line again; it goes on where it stopped.";

    private readonly ForeignText _gate = gate ?? ForeignText.WithoutSecrets;

    internal Uri? Url { get; set; }

    internal SaveException NotAVideo(string? mediaType, string start) => Create(
        SaveFault.NotAVideo,
        $"The host sent {_gate.Word(mediaType) ?? "something"} that is no video: {Sentence.Shorten(_gate.Line(start))}",
        "Open the link in a browser to see what the host says; run the same line again later.");

    internal SaveException EndedEarly(long received, long? expected, Exception? cause) => Create(
        SaveFault.LengthMismatch,
        expected is { } length
            ? $"The host ended the file after {received} of {length} bytes."
            : $"The connection broke after {received} bytes.",
        RunAgain,
        cause,
        passing: true);

    internal SaveException NotWhole(ContainerReport report, long length) => Create(
        report.IsCut ? SaveFault.LengthMismatch : SaveFault.NotAVideo,
        $"The file of {length} bytes that the host sent is no whole video: it {report.Problem}.",
        "Run the same line again; it fetches the file anew. What came is kept in the .part file.");

    internal SaveException TooLarge(long length, long limit) => Create(
        SaveFault.TooLarge,
        $"The file has at least {length} bytes; the limit is {limit}.",
        "Raise -MaxSize if the file is wanted.");

    internal SaveException LinkExpired(HttpStatusCode status, Exception? cause = null, bool early = false) => Create(
        SaveFault.LinkExpired,
        $"The link of task {taskId} is dead (HTTP {(int)status}{(early ? ", tried for two minutes as the task has just completed" : string.Empty)})"
            + $" and the API gives no other{(cause is null ? "." : $": {cause.Message}")}",
        "Links live about a day. Run the same line again in a few minutes; if it stays so, "
            + "give the task id to the vendor's support.",
        cause,
        status,
        early: early);

    internal SaveException NotReady(HttpStatusCode status, TimeSpan? retryAfter) => Create(
        SaveFault.HostFailed,
        $"The host does not have the file yet (HTTP {(int)status}{(status == HttpStatusCode.OK ? ", empty" : string.Empty)}); it was tried for two minutes.",
        "Run the same line again in a few minutes.",
        status: status,
        retryAfter: retryAfter,
        early: true);

    internal SaveException Refused(HttpStatusCode status, string? reason = null) => Create(
        SaveFault.Refused,
        reason ?? $"The host refused the file with HTTP {(int)status}.",
        RunAgain,
        status: status);

    internal SaveException HostFailed(HttpStatusCode status, TimeSpan? retryAfter) => Create(
        SaveFault.HostFailed,
        $"The host failed with HTTP {(int)status}.",
        RunAgain,
        status: status,
        passing: true,
        retryAfter: retryAfter);

    internal SaveException FileExists(string file) => Create(
        SaveFault.FileExists,
        $"The file '{file}' exists and is not known to be this video's.",
        "Give -Force to replace it, or another -FileName.");

    internal SaveException FolderInPlace(string folder) => Create(
        SaveFault.FileExists,
        $"A folder has the name of the file, '{folder}'.",
        "Move the folder away, or give another -FileName or -Path.");

    internal SaveException PartIsLink(string part) => Create(
        SaveFault.FileExists,
        $"'{part}', or the note beside it, is a symbolic link, which is not followed.",
        "Remove the link, or give another -FileName or -Path.");

    internal SaveException PartNotOurs(string part) => Create(
        SaveFault.FileExists,
        $"The file '{part}' was not begun by this module: it has no note ('{Path.GetFileName(part)}.json') beside it. It is left alone.",
        "Move the file away, or give another -FileName or -Path.");

    internal SaveException FileInUse() => Create(
        SaveFault.FileInUse,
        $"Another process is saving '{path}'.",
        "Wait until it has finished.");

    /// <param name="file">The file.</param>
    /// <param name="holders">The programs that have it open; empty where they are not known.</param>
    /// <param name="cause">What the system said.</param>
    internal SaveException TargetInUse(string file, IReadOnlyList<string> holders, Exception cause) => Create(
        SaveFault.FileInUse,
        holders.Count == 0
            ? $"Another program has '{file}' open, so that it cannot be replaced."
            : $"The file '{file}' cannot be replaced, since it is open in {_gate.Line(string.Join(", ", holders))}.",
        "Close it there (a player, an editor, a preview), then run the same line again; what was fetched is kept.",
        cause);

    internal SaveException DiskFull(Exception cause) => Create(
        SaveFault.DiskFull,
        $"There is no room left for '{path}'.",
        "Make room, then run the same line again; it goes on where it stopped.",
        cause);

    internal SaveException WriteFailed(Exception cause) => Create(
        SaveFault.WriteFailed,
        $"The file '{path}' could not be written: {cause.Message}",
        "Check the disk and the folder, then run the same line again.",
        cause);

    internal SaveException PathNotWritable(Exception cause) => Create(
        SaveFault.PathNotWritable,
        $"The folder of '{path}' cannot be written to: {cause.Message}",
        "Give a folder with -Path that you may write to.",
        cause);

    /// <param name="link">Where the link leads.</param>
    /// <param name="reason">Why it is not followed, as the end of a sentence that begins with the link.</param>
    internal SaveException UnsafeLink(Uri link, string reason) => Create(
        SaveFault.UnsafeLink,
        $"The link is not followed: '{_gate.Line(Shown(link))}' {reason}.",
        "Such links are followed only where the API itself is there (a simulator, a private gateway). Report the task id to the vendor's support.");

    internal SaveException TooManyRedirects(int limit) => Create(
        SaveFault.TooManyRedirects,
        $"The link was redirected more than {limit} times.",
        RunAgain);

    internal SaveException Network(Exception cause) => Create(
        SaveFault.Network,
        $"The host could not be reached or the connection broke: {_gate.Line(cause.GetBaseException().Message)}",
        RunAgain,
        cause,
        passing: true);

    internal SaveException Silent(TimeSpan limit) => Create(
        SaveFault.Timeout,
        $"The host sent nothing for {limit.TotalSeconds:0} seconds.",
        RunAgain,
        passing: true);

    internal SaveException NotCompleted(ApimartTask task) => Create(
        SaveFault.TaskNotCompleted,
        task.Error is { } error
            ? $"Task {taskId} has no video: {error.Message}"
            : $"Task {taskId} has no video: it is {task.StatusText ?? task.Status.ToString()}.",
        task.IsEnded ? "Submit the request again if the video is wanted." : "Wait for it with Wait-ApimartTask.");

    internal SaveException NotRead(ApimartException cause) => Create(
        cause.Kind == ApimartErrorKind.NotFound ? SaveFault.TaskNotCompleted : SaveFault.Network,
        $"Task {taskId} could not be read: {cause.Message}",
        cause.Advice,
        cause,
        cause.StatusCode);

    internal SaveException NoVideo() => Create(
        SaveFault.NoVideo,
        $"Task {taskId} is completed, but the API names no video.",
        "Run the same line again in a few minutes; if it stays so, give the task id to the vendor's support.");

    internal SaveException SavedBefore(SavedFile saved, SaveException cause) => Create(
        SaveFault.SavedBefore,
        $"The video of task {taskId} was saved{(saved.SavedAt is { } time ? $" on {time.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}" : string.Empty)} to "
            + $"'{saved.Path}'{(File.Exists(saved.Path) ? ", where it lies" : ", where it is no more")}; it cannot be fetched again: {cause.Message}",
        "Look for the file where it was moved to; -SkipSaved leaves saved videos alone.",
        cause,
        cause.StatusCode);

    internal SaveException BadTemplate(string problem, IEnumerable<string> valid) => Create(
        SaveFault.BadTemplate,
        problem,
        $"Use {string.Join(", ", valid)}, or a parameter of the request.");

    /// <summary>The fault behind a failed write, told by the system's error number.</summary>
    internal SaveException FromDisk(Exception cause) => cause switch
    {
        _ when Disk.IsFull(cause) => DiskFull(cause),
        UnauthorizedAccessException or DirectoryNotFoundException => PathNotWritable(cause),
        _ => WriteFailed(cause),
    };

    /// <summary>A link without its query, which is as good as a key to the file.</summary>
    private static string Shown(Uri link) => link.IsAbsoluteUri ? link.GetLeftPart(UriPartial.Path) : link.ToString();

    private SaveException Create(
        SaveFault fault,
        string message,
        string advice,
        Exception? inner = null,
        HttpStatusCode? status = null,
        bool passing = false,
        TimeSpan? retryAfter = null,
        bool early = false) => new(fault, _gate.Clean(message), _gate.Clean(inner))
    {
        TaskId = taskId,
        Path = path,
        Url = Url,
        StatusCode = status,
        Advice = advice,
        IsPassing = passing,
        IsEarly = early,
        RetryAfter = retryAfter,
    };
}
