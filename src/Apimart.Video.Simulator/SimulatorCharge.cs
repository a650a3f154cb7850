using Apimart.Video.Journal;

namespace Apimart.Video.Simulator;

/// <summary>One accepted submit.</summary>
public sealed record SimulatorCharge
{
    /// <summary>The task that was started.</summary>
    public required string TaskId { get; init; }

    /// <summary>The body's model.</summary>
    public required string Model { get; init; }

    /// <summary>The body's prompt.</summary>
    public required string Prompt { get; init; }

    /// <summary>The request's body as it came.</summary>
    public required string Body { get; init; }

    /// <summary>The request's <c>Idempotency-Key</c>.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>What was reserved at acceptance, in US dollars.</summary>
    public required decimal Amount { get; init; }

    /// <summary>When the submit was accepted, by the simulator's clock.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>What the task cost once it has ended, in US dollars: 0 if it failed; null while it runs.</summary>
    public decimal? Cost { get; init; }
}
