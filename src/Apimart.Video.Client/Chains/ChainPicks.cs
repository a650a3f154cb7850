using Apimart.Video.Tasks;

namespace Apimart.Video.Chains;

/// <summary>The videos that somebody chose; what goes on from a row of which one was chosen goes on from that one.</summary>
internal sealed class ChainPicks
{
    private readonly ILookup<(string Digest, int Occurrence), ApimartTask> _tasks;

    /// <param name="tasks">The tasks as their journal has them; those that no row is known of count for nothing.</param>
    internal ChainPicks(IEnumerable<ApimartTask> tasks)
    {
        _tasks = tasks
            .Where(task => task is { Digest: not null, Take: not null })
            .DistinctBy(task => task.TaskId)
            .ToLookup(task => (task.Digest!, task.Occurrence));
    }

    /// <summary>The chosen videos by their identities.</summary>
    internal IEnumerable<(string Id, ApimartTask Task)> All =>
        _tasks.SelectMany(same => same.Select(task => (ChainId.Of(same.Key.Digest, same.Key.Occurrence, task.Take!.Value), task)));

    /// <summary>Those of a row's videos that were chosen, whether this run makes them or an earlier one did.</summary>
    internal IReadOnlyList<PreparedVideo> Of(IReadOnlyList<PreparedVideo> videos) =>
    [
        .. videos
            .DistinctBy(video => (video.Request.Digest, video.Occurrence))
            .SelectMany(video => _tasks[(video.Request.Digest, video.Occurrence)].Select(task => video with { Take = task.Take!.Value })),
    ];
}
