using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Models.Rows;

namespace Apimart.Video.Client.Tests.Support;

/// <summary>Claims in one line.</summary>
internal static class ClaimCalls
{
    internal static Task<SubmitClaim> ClaimAsync(
        this ITaskJournal journal,
        PreparedRequest request,
        string? jobName,
        int occurrence,
        bool retryUnknown,
        CancellationToken cancellationToken,
        bool retryFailed = false,
        int take = 1,
        InputRow? row = null) =>
        journal.ClaimAsync(
            new ClaimRequest(request, jobName, occurrence) { Take = take, RetryUnknown = retryUnknown, RetryFailed = retryFailed, Row = row },
            cancellationToken);

    internal static SubmitClaim? FindSettled(this ITaskJournal journal, PreparedRequest request, string jobName, int occurrence, bool retryUnknown, bool retryFailed, int take = 1) =>
        journal.FindSettled(new ClaimRequest(request, jobName, occurrence) { Take = take, RetryUnknown = retryUnknown, RetryFailed = retryFailed });
}
