using System.Net;
using Apimart.Video.Api;
using Apimart.Video.Tasks;

namespace Apimart.Video.Downloads;

/// <summary>Where one video comes from: its link, renewed when it dies, and the answers that are worth reading.</summary>
internal sealed class VideoSource(FileHost host, TaskLinks links, int index, SaveErrors errors, TimeProvider time)
{
    private const HttpStatusCode TooEarly = (HttpStatusCode)425;
    private const int MostRenewals = 2;
    private static readonly TimeSpan s_youth = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_longestTask = TimeSpan.FromHours(1);

    private int _renewals;
    private bool _isRenewedInTime;

    internal ApimartTask Task => links.Task;

    /// <summary>Whether the task has completed so lately that its file may still be on its way to the host.</summary>
    internal bool IsYoung
    {
        get
        {
            DateTimeOffset now = time.GetUtcNow();
            return !(Current.ExpiresAt <= now) && (Task.CompletedAt, Task.CreatedAt) switch
            {
                ({ } completed, _) => now - completed < s_youth,
                (null, { } created) => now - created < s_longestTask,
                _ => Current.ExpiresAt is not null,
            };
        }
    }

    internal Uri Link => Current.Url ?? throw errors.NoVideo();

    private VideoLink Current => links[index] ?? throw errors.NoVideo();

    /// <summary>Asks for the file or a part of it.</summary>
    /// <returns>An answer of status 200, 206 or 416, its body unread.</returns>
    /// <exception cref="SaveException">Any other answer, or none.</exception>
    internal async Task<HttpResponseMessage> GetAsync(ByteRange? range, IdleWatch watch, CancellationToken cancellationToken)
    {
        // A clock may be wrong: a link past its time is renewed if the API can, and tried in any case.
        _renewals = 0;
        if (Current.ExpiresAt <= time.GetUtcNow() && !_isRenewedInTime)
        {
            _isRenewedInTime = true;
            _ = await TryRenewAsync(cancellationToken).ConfigureAwait(false);
        }

        while (true)
        {
            errors.Url = Link;
            HttpResponseMessage response = await host.GetAsync(Link, range, errors, watch).ConfigureAwait(false);
            if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                return response;
            }

            using (response)
            {
                if (!IsDead(response.StatusCode))
                {
                    throw IsYoung && (response.StatusCode is HttpStatusCode.Accepted or TooEarly)
                        ? errors.NotReady(response.StatusCode, RetryAfter.Read(response, time))
                        : FaultOf(response);
                }

                Exception? reason = await TryRenewAsync(cancellationToken).ConfigureAwait(false);
                if (reason is not null || Link == errors.Url)
                {
                    throw errors.LinkExpired(response.StatusCode, reason, IsYoung && response.StatusCode != HttpStatusCode.Gone);
                }
            }
        }
    }

    private async Task<Exception?> TryRenewAsync(CancellationToken cancellationToken)
    {
        if (_renewals++ >= MostRenewals)
        {
            return null;
        }

        try
        {
            await links.RenewAsync(index, Current, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (ApimartException fault)
        {
            return fault;
        }
    }

    private static bool IsDead(HttpStatusCode status) =>
        status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Gone;

    private SaveException FaultOf(HttpResponseMessage response) => (int)response.StatusCode switch
    {
        408 or 425 or 429 or >= 500 => errors.HostFailed(
            response.StatusCode,
            RetryAfter.Read(response, time)),
        _ => errors.Refused(response.StatusCode),
    };
}
