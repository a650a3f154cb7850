using Apimart.Video.Models;
using Apimart.Video.Tasks;

namespace Apimart.Video.Chains;

/// <summary>The submits of rows that may go on from each other: so many at once, and none holds a place while it waits for a video.</summary>
internal sealed class ChainSubmits : IDisposable
{
    private readonly SemaphoreSlim _places;
    private readonly ChainRun? _run;

    /// <param name="limit">How many submits may be under way at once.</param>
    /// <param name="run">What waits for videos; null where nothing goes on from one.</param>
    internal ChainSubmits(int limit, ChainRun? run)
    {
        _places = new SemaphoreSlim(limit);
        _run = run;
    }

    /// <summary>A video's way through. Those that go on from none get their places in the order of these calls.</summary>
    internal Slot Enter(PreparedVideo video, string label, CancellationToken stopping) => new(this, video, label, stopping);

    /// <inheritdoc/>
    public void Dispose() => _run?.Dispose();

    /// <summary>One video on its way.</summary>
    internal sealed class Slot : IDisposable
    {
        private readonly ChainSubmits _owner;
        private readonly PreparedVideo _video;
        private readonly string _label;
        private readonly Task? _place;
        private bool _holds;
        private bool _told;

        internal Slot(ChainSubmits owner, PreparedVideo video, string label, CancellationToken stopping)
        {
            _owner = owner;
            _video = video;
            _label = label;
            _place = video.Before is null ? owner._places.WaitAsync(stopping) : null;
        }

        /// <summary>Returns when it may be sent, or at once where that has to be asked of the journal first.</summary>
        internal async Task BeginAsync()
        {
            if (_place is not null)
            {
                await _place.ConfigureAwait(false);
                _holds = true;
            }
        }

        /// <summary>The request as it can be sent; see <see cref="ChainRun.FollowAsync"/>.</summary>
        internal async Task<PreparedRequest> FollowAsync(PreparedRequest request, CancellationToken cancellationToken)
        {
            PreparedRequest followed = await _owner._run!
                .FollowAsync(request, _video.Before!.Id, _video.Before.Label, cancellationToken)
                .ConfigureAwait(false);
            await _owner._places.WaitAsync(cancellationToken).ConfigureAwait(false);
            _holds = true;
            return followed;
        }

        internal void Accepted(ApimartTask task)
        {
            _told = true;
            _owner._run?.Accepted(_video.Id, task);
        }

        internal void Failed(Exception fault) => Break(fault as ChainBrokenException
            ?? new ChainBrokenException($"{_label} was not submitted: {fault.Message}", "Settle that row first, then run the same line again."));

        /// <summary>The user does not want it.</summary>
        internal void Decline()
        {
            Break(new ChainBrokenException($"{_label} was not confirmed.", "Run the same line again and confirm it."));
            _ = _place?.ContinueWith(
                given => given.IsCompletedSuccessfully ? _owner._places.Release() : 0,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            if (!_told)
            {
                Break(new ChainBrokenException($"{_label} was not submitted.", "Run the same line again."));
            }

            if (_holds)
            {
                _holds = false;
                _owner._places.Release();
            }
        }

        private void Break(ChainBrokenException cause)
        {
            _told = true;
            _owner._run?.Broken(_video.Id, cause);
        }
    }
}
