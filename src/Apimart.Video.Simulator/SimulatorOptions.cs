using Apimart.Video.Models;

namespace Apimart.Video.Simulator;

/// <summary>How a <see cref="SimulatorServer"/> behaves.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The key that is taken unless another is set.</summary>
    public const string DefaultApiKey = "sk-simulator";

    /// <summary>The API's port on 127.0.0.1; 0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>The file host's port on 127.0.0.1; 0 for any free one.</summary>
    public int FilePort { get; init; }

    /// <summary>
    /// Decides ids, durations and failures. They depend on nothing else but the request's bytes and how often the same bytes
    /// were accepted before, so requests that arrive in another order still get the same ids and the same fate.
    /// </summary>
    public int Seed { get; init; } = 1;

    /// <summary>The key that is taken; every other gets 401.</summary>
    public string ApiKey { get; init; } = DefaultApiKey;

    /// <summary>How long a task takes on average, in simulated time.</summary>
    public TimeSpan TaskDuration { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How far a task's duration lies from the average at most, as a part of it: 0 to 1.</summary>
    public double TaskDurationSpread { get; init; } = 0.3;

    /// <summary>How many times too long <c>estimated_time</c> is: the sample in <c>omni-flash-ext</c> states 600 for 240 seconds.</summary>
    public double EstimateFactor { get; init; } = 2.5;

    /// <summary>The part of the tasks that fails: 0 to 1. A prompt with <c>[fail]</c> in it always fails, one with <c>[refuse]</c> by moderation.</summary>
    public double FailureRate { get; init; }

    /// <summary>The money on the account in US dollars, or null for no end of it. A submit over it gets 402.</summary>
    public decimal? Balance { get; init; }

    /// <summary>The models it has; a model that the client does not know shows what happens with one that is new.</summary>
    public ModelCatalogue Catalogue { get; init; } = ModelCatalogue.Default;

    /// <summary>API requests a second, or null for any number. What is over it gets 429 with <c>Retry-After</c>.</summary>
    public double? RateLimit { get; init; }

    /// <summary>Whether <c>Idempotency-Key</c> is honoured; that the real server does so for videos is not proven.</summary>
    public bool Idempotency { get; init; } = true;

    /// <summary>How long a file's link lives, in simulated time; then it gives 403.</summary>
    public TimeSpan LinkLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Whether each look at a finished task gives a fresh link. The documents do not say so of the real server.</summary>
    public bool RenewLinks { get; init; } = true;

    /// <summary>How long an accepted task is known, in simulated time; then a look at it gets 404.</summary>
    public TimeSpan TaskRetention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The clock everything runs on.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How many times faster than <see cref="TimeProvider"/> tasks and links age.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>The size of each video file in bytes, or null for its natural size, some 5 to 100 KB. Never below the natural size.</summary>
    public long? VideoBytes { get; init; }

    /// <summary>How long a submit takes until it is accepted, in real time.</summary>
    public TimeSpan SubmitLatency { get; init; }

    /// <summary>How long an accepted submit takes until it is answered, in real time: the time in which a client that dies loses its id.</summary>
    public TimeSpan AnswerLatency { get; init; }

    /// <summary>How long the other API requests take, in real time.</summary>
    public TimeSpan ReadLatency { get; init; }

    /// <summary>A file to which each charge is appended as one line of JSON at once, or null.</summary>
    public string? BillPath { get; init; }

    /// <summary>Whether <see cref="SimulatorServer.Requests"/> keeps the requests themselves besides counting them.</summary>
    public bool RecordRequests { get; init; } = true;

    internal void Validate()
    {
        Require(Port is >= 0 and <= 65535, nameof(Port), "0 to 65535");
        Require(FilePort is >= 0 and <= 65535, nameof(FilePort), "0 to 65535");
        Require(ApiKey.Length > 0, nameof(ApiKey), "not empty");
        Require(TaskDuration >= TimeSpan.Zero, nameof(TaskDuration), "0 or more");
        Require(TaskDurationSpread is >= 0 and <= 1, nameof(TaskDurationSpread), "0 to 1");
        Require(EstimateFactor >= 0, nameof(EstimateFactor), "0 or more");
        Require(FailureRate is >= 0 and <= 1, nameof(FailureRate), "0 to 1");
        Require(Balance is null or >= 0, nameof(Balance), "0 or more");
        Require(RateLimit is null or > 0, nameof(RateLimit), "more than 0");
        Require(LinkLifetime > TimeSpan.Zero, nameof(LinkLifetime), "more than 0");
        Require(TaskRetention > TimeSpan.Zero, nameof(TaskRetention), "more than 0");
        Require(Speed > 0, nameof(Speed), "more than 0");
        Require(VideoBytes is null or >= 0, nameof(VideoBytes), "0 or more");
        Require(SubmitLatency >= TimeSpan.Zero, nameof(SubmitLatency), "0 or more");
        Require(AnswerLatency >= TimeSpan.Zero, nameof(AnswerLatency), "0 or more");
        Require(ReadLatency >= TimeSpan.Zero, nameof(ReadLatency), "0 or more");
    }

    private static void Require(bool holds, string name, string allowed)
    {
        if (!holds)
        {
            throw new ArgumentException($"{name} has to be {allowed}.", name);
        }
    }
}
