using Apimart.Video.Tasks;

namespace Apimart.Video.Api;

/// <summary>The faults of submits whose outcome is not known, and what to do about them.</summary>
internal static class SubmitErrors
{
    private const string Advice = "It may have been charged, so it is not repeated by itself. Look at the balance; "
        + "to send the same request again on purpose, run the line with -RetryUnknown.";

    internal static ApimartException OutcomeUnknown(ApimartException fault) =>
        new(
            ApimartErrorKind.OutcomeUnknown,
            $"The request was sent, but it is not known whether it was accepted: {fault.Message}",
            fault)
        {
            StatusCode = fault.StatusCode,
            Code = fault.Code,
            Type = fault.Type,
            RequestId = fault.RequestId,
            Advice = Advice,
        };

    internal static ApimartException StillUnknown(ApimartTask? row) =>
        new(
            ApimartErrorKind.OutcomeUnknown,
            "An earlier run sent this request, and it is not known whether it was accepted: "
                + (row?.Error?.Message ?? "no answer was recorded."))
        {
            Code = row?.Error?.Code,
            Advice = Advice,
        };
}
