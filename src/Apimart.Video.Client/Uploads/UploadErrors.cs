using Apimart.Video.Api;

namespace Apimart.Video.Uploads;

/// <summary>The faults of uploads, each made by a method named after it.</summary>
internal static class UploadErrors
{
    internal static ApimartException UploadFailed(string path, ApimartException fault) =>
        new(fault.Kind, $"The picture '{path}' could not be uploaded: {fault.Message}", fault)
        {
            StatusCode = fault.StatusCode,
            Code = fault.Code,
            Type = fault.Type,
            RequestId = fault.RequestId,
            RetryAfter = fault.RetryAfter,
            IsNotSent = fault.IsNotSent,
            IsLasting = fault.IsLasting,
            Advice = fault.Kind == ApimartErrorKind.InvalidRequest
                ? "Open the picture in a viewer; if it is whole, save it again as PNG or JPEG."
                : fault.Advice,
        };

    internal static ApimartException NoLink(ApiAnswer answer) =>
        new(ApimartErrorKind.Protocol, "The server's answer to the upload holds no link.")
        {
            StatusCode = answer.Status,
            RequestId = answer.RequestId,
            Advice = "Run the line again; an upload costs nothing.",
        };
}
