using System.Management.Automation;
using Apimart.Video.Api;
using Apimart.Video.Downloads;
using Apimart.Video.Films;
using Apimart.Video.Images;

namespace Apimart.Video;

/// <summary>The category of each kind of fault.</summary>
internal static partial class ApimartErrors
{
    private static ErrorCategory CategoryOf(FilmFault fault) => fault switch
    {
        Films.FilmFault.FfmpegMissing => ErrorCategory.NotInstalled,
        Films.FilmFault.NotAVideo or Films.FilmFault.FilmNotWhole => ErrorCategory.InvalidData,
        Films.FilmFault.VideoNotRead => ErrorCategory.ReadError,
        Films.FilmFault.ClipsMissing => ErrorCategory.ObjectNotFound,
        Films.FilmFault.TakeNotChosen => ErrorCategory.InvalidArgument,
        Films.FilmFault.FilmExists => ErrorCategory.ResourceExists,
        Films.FilmFault.FilmNotWritten => ErrorCategory.WriteError,
        _ => ErrorCategory.InvalidResult,
    };

    private static ErrorCategory CategoryOf(ImageFault fault) => fault switch
    {
        Images.ImageFault.ImageNotFound => ErrorCategory.ObjectNotFound,
        Images.ImageFault.ImageTooLarge => ErrorCategory.LimitsExceeded,
        Images.ImageFault.ImageUnreadable => ErrorCategory.ReadError,
        Images.ImageFault.ImageChanged => ErrorCategory.InvalidOperation,
        _ => ErrorCategory.InvalidData,
    };

    private static ErrorCategory CategoryOf(SaveFault fault) => fault switch
    {
        Downloads.SaveFault.NotAVideo or Downloads.SaveFault.LengthMismatch or Downloads.SaveFault.NoVideo => ErrorCategory.InvalidData,
        Downloads.SaveFault.TooLarge => ErrorCategory.LimitsExceeded,
        Downloads.SaveFault.LinkExpired or Downloads.SaveFault.SavedBefore => ErrorCategory.ObjectNotFound,
        Downloads.SaveFault.FileExists => ErrorCategory.ResourceExists,
        Downloads.SaveFault.FileInUse => ErrorCategory.ResourceBusy,
        Downloads.SaveFault.DiskFull or Downloads.SaveFault.WriteFailed => ErrorCategory.WriteError,
        Downloads.SaveFault.PathNotWritable => ErrorCategory.PermissionDenied,
        Downloads.SaveFault.UnsafeLink or Downloads.SaveFault.TooManyRedirects => ErrorCategory.SecurityError,
        Downloads.SaveFault.Network => ErrorCategory.ConnectionError,
        Downloads.SaveFault.Timeout => ErrorCategory.OperationTimeout,
        Downloads.SaveFault.TaskNotCompleted => ErrorCategory.InvalidOperation,
        Downloads.SaveFault.BadTemplate => ErrorCategory.InvalidArgument,
        _ => ErrorCategory.ProtocolError,
    };

    private static ErrorCategory CategoryOf(ApimartException fault) => fault.Kind switch
    {
        ApimartErrorKind.Authentication => ErrorCategory.AuthenticationError,
        ApimartErrorKind.Permission => ErrorCategory.PermissionDenied,
        ApimartErrorKind.Payment => ErrorCategory.QuotaExceeded,
        ApimartErrorKind.RateLimit => ErrorCategory.LimitsExceeded,
        ApimartErrorKind.InvalidRequest => ErrorCategory.InvalidArgument,
        ApimartErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        ApimartErrorKind.Conflict => ErrorCategory.ResourceExists,
        ApimartErrorKind.Timeout => ErrorCategory.OperationTimeout,
        ApimartErrorKind.Network or ApimartErrorKind.NotSent => ErrorCategory.ConnectionError,
        ApimartErrorKind.WrongAddress => ErrorCategory.ResourceUnavailable,
        ApimartErrorKind.OutcomeUnknown => ErrorCategory.OperationStopped,
        ApimartErrorKind.JournalDamaged => ErrorCategory.InvalidData,
        ApimartErrorKind.JournalShared => ErrorCategory.ResourceUnavailable,
        _ => ErrorCategory.ProtocolError,
    };
}
