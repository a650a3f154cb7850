using System.Globalization;
using System.Management.Automation;
using System.Net.Sockets;
using Apimart.Video.Account;
using Apimart.Video.Api;
using Apimart.Video.Binding;
using Apimart.Video.Chains;
using Apimart.Video.Downloads;
using Apimart.Video.Films;
using Apimart.Video.Images;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Models.Learned;
using Apimart.Video.Models.Rows;
using Apimart.Video.Polling;
using Apimart.Video.Tasks;
using Apimart.Video.Text;

namespace Apimart.Video;

/// <summary>Every error that the module writes: its ErrorId, category, target and recommendation.</summary>
internal static partial class ApimartErrors
{
    internal static ErrorRecord From(Exception fault, object? target) => fault switch
    {
        ApimartException api => ApiFault(api, target),
        RequestRefusedException refused => RequestRefused(refused),
        ScriptBlockException failed => ScriptBlockFailed(failed),
        ArgumentTransformationMetadataException wrong => InvalidArgument(new ArgumentException(wrong.Message, wrong), target),
        SaveException save => SaveFault(save, target),
        ImageException image => ImageFault(image),
        FilmException film => FilmFault(film, target),
        CostRefusedException cost => CostRefused(cost, target),
        ChainBrokenException broken => ChainBroken(broken, target),
        MissingKeyException missing => NoApiKey(missing),
        ArgumentException wrong => InvalidArgument(wrong, target),
        _ => new ErrorRecord(fault, "Unexpected", ErrorCategory.NotSpecified, target),
    };

    /// <summary>The same fault, told of the row that it befell, with the row as it came as the target.</summary>
    internal static ErrorRecord OfRow(ErrorRecord fault, string label, object? row)
    {
        string message = $"{label}: {fault.Exception.Message}";
        return OnOneLine(new ErrorRecord(new InvalidOperationException(message, fault.Exception), fault.FullyQualifiedErrorId, fault.CategoryInfo.Category, row)
        {
            ErrorDetails = new ErrorDetails(ForeignText.ToVisible(message)) { RecommendedAction = fault.ErrorDetails?.RecommendedAction },
        });
    }

    /// <summary>A batch has many rows: each of their errors is a line, since where in the script the one line of the batch stands tells nothing.</summary>
    private static ErrorRecord OnOneLine(ErrorRecord fault)
    {
        PSObject.AsPSObject(fault).TypeNames.Insert(0, "System.Management.Automation.ErrorRecord#ApimartRow");
        return fault;
    }

    /// <summary>
    /// The same fault of a task, told of its row. The target is the row where running it again pays for nothing twice, because the task
    /// was not charged or its job keeps it from being submitted again; else it stays the task.
    /// </summary>
    private static ErrorRecord OfRow(ErrorRecord fault, ApimartTask task) =>
        RowLabel.Of(task) is not { } label ? fault
        : OfRow(fault, label, task.Status is ApimartTaskStatus.Failed or ApimartTaskStatus.Cancelled or ApimartTaskStatus.Expired || task.JobName is not null
            ? TaskRow.Of(task)
            : task);

    /// <summary>A fault that stops the batch, with the number of rows that were not sent and those rows as the target.</summary>
    internal static ErrorRecord BatchStopped(ErrorRecord fault, object?[] rows)
    {
        string message = $"{fault.Exception.Message} Nothing more was sent: with this one, {rows.Length} {(rows.Length == 1 ? "row was" : "rows were")} not sent.";
        return OnOneLine(new ErrorRecord(new InvalidOperationException(message, fault.Exception), fault.FullyQualifiedErrorId, fault.CategoryInfo.Category, rows)
        {
            ErrorDetails = new ErrorDetails(ForeignText.ToVisible(message)) { RecommendedAction = fault.ErrorDetails?.RecommendedAction },
        });
    }

    internal static ErrorRecord InvalidRow(string problem) =>
        Create(
            new ArgumentException(problem),
            "InvalidRow",
            ErrorCategory.InvalidType,
            target: null,
            "Pipe prompts, pictures, or objects with a Prompt: rows of a CSV file, hashtables, rows of a table.");

    internal static ErrorRecord ScriptBlockFailed(ScriptBlockException cause) =>
        Create(
            cause,
            "ScriptBlockFailed",
            ErrorCategory.InvalidArgument,
            target: null,
            $"Correct the script block of -{cause.Parameter}; in it, $_ is the row.");

    internal static ErrorRecord NoApiKey(MissingKeyException cause) =>
        Create(
            cause,
            "NoApiKey",
            ErrorCategory.AuthenticationError,
            target: null,
            "Get a key at https://apimart.ai, then run Connect-Apimart -ApiKey (Read-Host -AsSecureString) or set "
                + "$env:APIMART_API_KEY. To try without a key and without paying, run Start-ApimartSimulator.");

    internal static ErrorRecord RequestRefused(RequestRefusedException cause)
    {
        RequestProblem first = cause.Problems[0];
        return Create(
            cause,
            first.ErrorId,
            ErrorCategory.InvalidArgument,
            first.Value,
            string.Join(" ", cause.Problems.Select(problem => problem.Advice).Distinct()));
    }

    internal static ErrorRecord UnknownModel(string name, ModelCatalogue catalogue)
    {
        string nearest = Sentence.And(catalogue.Nearest(name));
        return Create(
            new ItemNotFoundException($"There is no model '{name}' in the catalogue; the nearest names are {nearest}."),
            "UnknownModel",
            ErrorCategory.ObjectNotFound,
            name,
            "Get-ApimartModel without a name lists all.");
    }

    internal static ErrorRecord CostRefused(CostRefusedException cause, object? target) =>
        Create(cause, cause.Refusal.ToString(), ErrorCategory.LimitsExceeded, target, cause.Advice);

    internal static ErrorRecord ChainBroken(ChainBrokenException cause, object? target) =>
        Create(cause, "ChainBroken", ErrorCategory.ResourceUnavailable, target, cause.Advice);

    internal static ErrorRecord PriceUnknown(string model) =>
        Create(
            new ItemNotFoundException($"The API tells no price for '{model}'."),
            nameof(CostRefusal.PriceUnknown),
            ErrorCategory.ObjectNotFound,
            model,
            "Get-ApimartPrice without a name lists the models that have one; what a finished task cost is in its Cost.");

    internal static ErrorRecord InvalidModelFile(ModelFileException cause) =>
        Create(
            cause,
            "InvalidModelFile",
            ErrorCategory.InvalidData,
            cause.File,
            "Correct the place that the message names; no model of the file was added.");

    internal static ErrorRecord ModelExists(IEnumerable<string> names, string file) =>
        Create(
            new InvalidOperationException(
                $"The model file '{file}' has {Sentence.And(names.Select(name => $"'{name}'"))}, which the catalogue has already; nothing of it was added."),
            "ModelExists",
            ErrorCategory.ResourceExists,
            file,
            "Give the model another name, or -Replace to use the file's rules in place of the catalogue's in this session.");

    internal static ErrorRecord ModelsNotKept(Exception cause, string file) =>
        Create(
            new InvalidOperationException($"What the server told could not be kept in '{file}': {cause.Message}", cause),
            "ModelsNotKept",
            ErrorCategory.WriteError,
            file,
            "Make room or give the folder's right to write, or choose another with Connect-Apimart -Journal.");

    internal static ErrorRecord InvalidArgument(ArgumentException cause, object? target) =>
        Create(cause, "InvalidArgument", ErrorCategory.InvalidArgument, target, "Correct the value and run the line again.");

    internal static ErrorRecord ApiFault(ApimartException cause, object? target)
    {
        bool names = cause.Kind == ApimartErrorKind.NotFound && target is ApimartTask or string;
        Exception shown = names ? new InvalidOperationException($"Task {target}: {cause.Message}", cause) : cause;
        ErrorRecord fault = Create(shown, ApiWords.IdOf(cause), CategoryOf(cause), target, cause.Advice);
        return target is ApimartTask task ? OfRow(fault, task) : fault;
    }

    internal static ErrorRecord TaskFailed(ApimartTask task)
    {
        InvalidOperationException fault = new($"Task {task.TaskId} {Ending(task)}: {task.Error?.Message ?? "the server gave no reason."}");
        return OfRow(
            task.IsContentRefused
                ? Create(
                    fault,
                    "ContentRefused",
                    ErrorCategory.InvalidResult,
                    task,
                    "A refused task is not charged. Change what the prompt or the picture shows; the same request will mostly be refused again.")
                : Create(
                    fault,
                    "TaskFailed",
                    ErrorCategory.InvalidResult,
                    task,
                    "A failed task is not charged. The same request can succeed a second time; if the reason names the content or a parameter, change that first."),
            task);
    }

    internal static ErrorRecord CompletedWithoutVideo(ApimartTask task) => OfRow(
        Create(
            new InvalidOperationException(
                $"Task {task.TaskId} is completed, but the server names no video: {task.Error?.Message ?? "it gave no reason."}"),
            "NoVideo",
            ErrorCategory.InvalidData,
            task,
            "Run the same line again in a few minutes; if it stays so, give the task id to the vendor's support."),
        task);

    internal static ErrorRecord StillSubmitting(ApimartTask task) =>
        Create(
            new InvalidOperationException($"The request \"{task.Prompt}\" is on its way and has no task yet."),
            "StillSubmitting",
            ErrorCategory.ResourceBusy,
            task,
            "Run the line again when Get-ApimartJournal -Status Submitting lists it no more.");

    internal static ErrorRecord WaitTimedOut(WatchEvent seen, TimeSpan timeout) =>
        Create(
            new TimeoutException(string.Concat(
                string.Create(CultureInfo.InvariantCulture, $"{Label(seen.Task)}Task {seen.Task.TaskId} had not ended after {timeout.TotalSeconds:0.#} seconds; it goes on at the server. "),
                seen.SeenAgo is { } ago
                    ? string.Create(CultureInfo.InvariantCulture, $"It was {seen.Task.StatusText ?? "running"} at {seen.Task.Progress} % when it was last seen, {ago.TotalSeconds:0} seconds ago.")
                    : "No poll has found it at the server.",
                seen.Fault is { } fault ? $" The last poll failed: {fault.Message}" : string.Empty,
                seen.AskedUntil is { } until ? $" The server asked to wait until {TimeOfDay.Of(until)}." : string.Empty)),
            "WaitTimedOut",
            ErrorCategory.OperationTimeout,
            seen.Task,
            "Nothing is lost: run Wait-ApimartTask again with the same task, or with a longer -Timeout.");

    internal static ErrorRecord InvalidPath(ArgumentException cause, string path) =>
        Create(cause, "InvalidPath", ErrorCategory.InvalidArgument, path, "Give a folder of the file system; it is made if it does not exist.");

    internal static ErrorRecord NothingToShow(string[]? jobs) =>
        Create(
            new ItemNotFoundException(jobs is null
                ? "There is no task and no file."
                : $"The journal has no task of {Sentence.And(jobs.Select(job => $"'{job}'"))}."),
            "NothingToShow",
            ErrorCategory.ObjectNotFound,
            jobs,
            "Get-ApimartJournal lists what this machine's journal has; a simulator and another -Journal have journals of their own.");

    internal static ErrorRecord JournalNotFound(string path) =>
        Create(
            new ItemNotFoundException($"There is no journal at '{path}'."),
            "JournalNotFound",
            ErrorCategory.ObjectNotFound,
            path,
            "Name the folder that holds a journal.jsonl, or the file itself.");

    internal static ErrorRecord JournalIsItself(string file) =>
        Create(
            new ArgumentException($"'{file}' is the journal that is in use: it cannot be merged into itself."),
            "JournalIsItself",
            ErrorCategory.InvalidArgument,
            file,
            "Name another journal; Connect-Apimart -Journal says which one is in use.");

    internal static ErrorRecord JobNotInJournal(string name, DateTime? before) =>
        Create(
            new ItemNotFoundException(before is null
                ? $"The journal has no job '{name}'."
                : string.Create(CultureInfo.InvariantCulture, $"The journal has no job '{name}' whose last row was submitted before {before:yyyy-MM-dd HH:mm}.")),
            "JobNotInJournal",
            ErrorCategory.ObjectNotFound,
            name,
            "Get-ApimartJournal lists what this machine's journal has; a simulator and another -Journal have journals of their own.");

    internal static ErrorRecord JobNotSettled(JobRemoval job)
    {
        const int mostNamed = 3;
        string[] named =
        [
            .. job.Unsettled.Take(mostNamed).Select(task =>
                $"{(task.TaskId.Length > 0 ? task.TaskId : $"'{Sentence.Shorten(task.Prompt ?? string.Empty)}'")} ({(task.Status == ApimartTaskStatus.Completed ? "not saved" : task.Status)})"),
        ];
        string more = job.Unsettled.Count > mostNamed ? $" and {job.Unsettled.Count - mostNamed} more" : string.Empty;
        string sent = job.BeingSent > 0 ? $" {job.BeingSent} {(job.BeingSent == 1 ? "row is" : "rows are")} being sent at this moment." : string.Empty;
        string what = job.JobName is null ? "Tasks outside any job were" : $"The job '{job.JobName}' was";
        return Create(
            new InvalidOperationException($"{what} not forgotten: {(named.Length > 0 ? $"not settled are {string.Join(", ", named)}{more}." : "it is in use.")}{sent}"),
            "JobNotSettled",
            ErrorCategory.ResourceBusy,
            job.JobName,
            job.BeingSent > 0
                ? "Wait until the process that sends has ended."
                : "Wait for the tasks and save their videos, or give -Force to forget them all the same: their videos may be lost and rows paid for again.");
    }

    internal static ErrorRecord NotAGallery(string file) =>
        Create(
            new InvalidOperationException($"The file '{file}' is there and is no gallery of this module; it was left as it is."),
            "NotAGallery",
            ErrorCategory.ResourceExists,
            file,
            "Give another -Path, or -Force to replace the file.");

    internal static ErrorRecord GalleryNotWritten(Exception cause, string file) =>
        Create(
            new InvalidOperationException($"The gallery '{file}' was not written: {cause.Message}", cause),
            "GalleryNotWritten",
            ErrorCategory.WriteError,
            file,
            "Make room or grant access, or give another -Path; nothing else was changed.");

    internal static ErrorRecord PortInUse(SocketException cause, int port) =>
        Create(
            new InvalidOperationException($"The simulator cannot listen on port {port}: {cause.Message}", cause),
            "PortInUse",
            ErrorCategory.ResourceUnavailable,
            port,
            "Leave -Port out to take any free port.");

    internal static ErrorRecord SaveFault(SaveException cause, object? target)
    {
        ErrorRecord fault = Create(cause, cause.Fault.ToString(), CategoryOf(cause.Fault), target, cause.Advice);
        return target is ApimartTask task ? OfRow(fault, task) : fault;
    }

    internal static ErrorRecord ImageFault(ImageException cause) =>
        Create(cause, cause.Fault.ToString(), CategoryOf(cause.Fault), cause.Path, cause.Advice);

    internal static ErrorRecord FilmFault(FilmException cause, object? target) =>
        Create(cause, cause.Fault.ToString(), CategoryOf(cause.Fault), target, cause.Advice);

    /// <summary>The beginning of a message about a task, which names its row.</summary>
    internal static string Label(ApimartTask task) => RowLabel.Of(task) is { } label ? $"{label}: " : string.Empty;

    private static string Ending(ApimartTask task) => task.Status switch
    {
        ApimartTaskStatus.Cancelled => "was cancelled at the server",
        ApimartTaskStatus.Expired => "was given up by the server",
        _ => "failed",
    };

    private static ErrorRecord Create(Exception cause, string id, ErrorCategory category, object? target, string advice) =>
        new(cause, id, category, target)
        {
            ErrorDetails = new ErrorDetails(ForeignText.ToVisible(cause.Message)) { RecommendedAction = advice },
        };
}
