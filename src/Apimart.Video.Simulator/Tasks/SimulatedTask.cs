using Apimart.Video.Journal;
using Apimart.Video.Simulator.Videos;

namespace Apimart.Video.Simulator.Tasks;

/// <summary>An accepted task. Its state is computed from the time, so nothing has to run for it.</summary>
internal sealed class SimulatedTask
{
    /// <summary>The part of its time that a task waits before it is being made.</summary>
    private const double Waiting = 0.1;

    private int _edition;

    internal required string Id { get; init; }

    internal required string Model { get; init; }

    internal required string Prompt { get; init; }

    internal required string Body { get; init; }

    internal string? IdempotencyKey { get; init; }

    internal required decimal Price { get; init; }

    internal required DateTimeOffset AcceptedAt { get; init; }

    internal required TimeSpan Duration { get; init; }

    internal required TimeSpan Estimate { get; init; }

    internal TaskFailure? Failure { get; init; }

    /// <summary>The video that it makes.</summary>
    internal required FilmSpec Film { get; init; }

    /// <summary>Whether the request asked for the last frame as a picture.</summary>
    internal bool ReturnsLastFrame { get; init; }

    internal DateTimeOffset EndsAt => AcceptedAt + Duration;

    /// <summary>How often the file was replaced under the same name.</summary>
    internal int Edition => Volatile.Read(ref _edition);

    internal void ReplaceFile() => Interlocked.Increment(ref _edition);

    internal TaskState StateAt(DateTimeOffset now)
    {
        if (now >= EndsAt)
        {
            return Failure is null ? TaskState.Completed : TaskState.Failed;
        }

        return now - AcceptedAt < Duration * Waiting ? TaskState.Submitted : TaskState.Processing;
    }

    /// <summary>0 while waiting, then up to 99; 100 at the end, failed or not.</summary>
    internal int ProgressAt(DateTimeOffset now) => StateAt(now) switch
    {
        TaskState.Submitted => 0,
        TaskState.Processing => (int)Math.Clamp(100 * ((now - AcceptedAt) / Duration), 1, 99),
        _ => 100,
    };

    internal SimulatorCharge ToCharge(DateTimeOffset now) => new()
    {
        TaskId = Id,
        Model = Model,
        Prompt = Prompt,
        Body = Body,
        IdempotencyKey = IdempotencyKey,
        Amount = Price,
        AcceptedAt = AcceptedAt,
        Cost = CostAt(now),
    };

    internal decimal? CostAt(DateTimeOffset now) => StateAt(now) switch
    {
        TaskState.Completed => Price,
        TaskState.Failed => 0,
        _ => null,
    };
}

/// <summary>The states of a simulated task.</summary>
internal enum TaskState
{
    /// <summary>Waiting.</summary>
    Submitted,

    /// <summary>Being made.</summary>
    Processing,

    /// <summary>The video is there.</summary>
    Completed,

    /// <summary>Ended without a video.</summary>
    Failed,
}
