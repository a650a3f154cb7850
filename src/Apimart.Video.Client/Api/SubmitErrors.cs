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

    internal static ApimartException SentFromElsewhere(ApimartException fault) =>
        new(
            ApimartErrorKind.OutcomeUnknown,
            $"The server knows this row of the job already, sent with other bytes, so it was sent from another machine or before the journal was lost: {fault.Message}",
            fault)
        {
            StatusCode = fault.StatusCode,
            Code = fault.Code,
            Type = fault.Type,
            RequestId = fault.RequestId,
            Advice = "Look for its task in the account's own list, or run the line where the other journal lies. "
                + "For one more video of the row, run the line with -Take 2.",
        };

    /// <summary>The server named a task beside its fault, but does not (or not yet) know it when asked.</summary>
    internal static ApimartException UnconfirmedTask(string id, ApimartException fault) =>
        OutcomeUnknown(fault.With($"{fault.Message} It named the task {id}, which could not be found."));

    /// <summary>Nothing left: the row is as free as it was.</summary>
    internal static ApimartException NotSent(ApimartException fault) =>
        fault.With(
            $"The request was not sent. {fault.Message}",
            ApimartErrorKind.NotSent,
            fault.IsLasting ? fault.Advice : $"Nothing was accepted or charged. {fault.Advice}");

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
