using Apimart.Video.Models;

namespace Apimart.Video.Polling;

/// <summary>
/// How long the tasks of one model take, by all that speaks of it: each forecast counts by how well it foretold the model's
/// tasks so far. Not thread-safe.
/// </summary>
internal sealed class ModelTiming
{
    /// <summary>How far an estimate that is right is off, as a share of it.</summary>
    private const double EstimateError = 0.2;

    private const double DocumentTrust = 0.05;
    private const double EstimateTrust = 0.01;

    private readonly FamilyTiming _family;
    private readonly VideoModel? _model;
    private readonly DurationForecast _forecast = new();
    private readonly Dictionary<string, DurationForecast> _shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Shape, int Estimate), PollTiming> _timings = [];
    private readonly Queue<WatchEntry> _open = new();
    private readonly double[] _trust = Enum.GetValues<Source>().Select(FirstTrust).ToArray();
    private int _progressKept;
    private int _progressBroke;

    internal ModelTiming(FamilyTiming family, VideoModel? model)
    {
        _family = family;
        _model = model;
    }

    /// <summary>Who foretells a duration.</summary>
    private enum Source
    {
        Prior,
        Family,
        Model,
        Shape,
        Documents,
        Estimate,
    }

    /// <summary>Whether the model's progress has told ends rightly, as far as it was tried; trusted until it fails.</summary>
    internal bool TrustsProgress => _progressKept >= _progressBroke;

    /// <summary>How many durations are known, those of this wait included.</summary>
    internal int Ends { get; private set; }

    /// <summary>Of how many tasks the forecasts speak; it falls when durations have changed.</summary>
    internal double Support => _forecast.Support + Ends - _forecast.Count;

    /// <summary>Before which age, in seconds, the documents advise against a poll; 0 where tasks have told more.</summary>
    internal double AdvisedFirstPoll => Ends == 0 && _model?.UsualTime?.FirstPoll is { } first ? first.TotalSeconds : 0;

    internal string ShapeOf(string? request) => RequestShape.Of(_model, request);

    /// <summary>When to poll the tasks of a shape for which the server estimates a time.</summary>
    internal PollTiming TimingOf(string shape, double? estimate)
    {
        (string, int) key = (shape, PollTiming.Rounded(estimate));
        if (!_timings.TryGetValue(key, out PollTiming? timing))
        {
            timing = new PollTiming(this, shape, estimate);
            _timings.Add(key, timing);
        }

        return timing;
    }

    /// <summary>A task is waited for from now on. Its duration takes its place in the order of the submits.</summary>
    internal void Open(WatchEntry entry)
    {
        if (_family.Learns)
        {
            _open.Enqueue(entry);
        }
    }

    /// <summary>A task of the wait left it; its duration is set where it is known.</summary>
    internal void Ended(WatchEntry entry)
    {
        if (!_family.Learns)
        {
            return;
        }

        Ends += entry.Duration > 0 ? 1 : 0;
        while (_open.TryPeek(out WatchEntry? first) && first.Outcome is not null)
        {
            _open.Dequeue();
            if (first.Duration > 0)
            {
                Ends--;
                Learn(first.Timing.Shape, first.Duration, first.Task.EstimatedTime?.TotalSeconds);
            }
        }
    }

    /// <summary>A task ended for which its progress had told an end.</summary>
    internal void ProgressTold(double end, double duration)
    {
        if (Math.Abs(end - duration) <= 3 + (duration / 10))
        {
            _progressKept++;
        }
        else
        {
            _progressBroke++;
        }
    }

    /// <summary>Takes in how long a task took, in the order of the submits.</summary>
    internal void Learn(string shape, double duration, double? estimate)
    {
        if (duration <= 0)
        {
            return;
        }

        Ends++;
        double?[] told = [.. Enum.GetValues<Source>().Select(source => Density(source, shape, estimate, duration))];
        double speaking = _trust.Where((_, i) => told[i] is not null).Sum();
        double mean = _trust.Select((trust, i) => trust * (told[i] ?? 0)).Sum() / speaking;
        for (int i = 0; i < _trust.Length; i++)
        {
            double kept = _trust[i] * (told[i] ?? mean) / mean;
            _trust[i] = ((1 - DurationForecast.ChangeRate) * kept) + (DurationForecast.ChangeRate * FirstTrust((Source)i));
        }

        double total = _trust.Sum();
        for (int i = 0; i < _trust.Length; i++)
        {
            _trust[i] /= total;
        }

        _family.Forecast.Add(duration);
        _forecast.Add(duration);
        if (!_shapes.TryGetValue(shape, out DurationForecast? forecast))
        {
            forecast = new DurationForecast();
            _shapes.Add(shape, forecast);
        }

        forecast.Add(duration);
    }

    /// <summary>The chances to end in each bracket of <see cref="AgeGrid"/>: of all, and of what more than the prior tells.</summary>
    internal (double[] All, double[] Told) Chances(string shape, double? estimate)
    {
        double[] told = new double[AgeGrid.Count];
        double prior = 0;
        Source[] speaking = [.. Enum.GetValues<Source>().Where(source => Speaks(source, estimate))];
        double total = speaking.Sum(source => _trust[(int)source]);
        foreach (Source source in speaking)
        {
            double share = _trust[(int)source] / total;
            if (Range(source, estimate) is { } range)
            {
                AgeGrid.Spread(told, range.From, range.To, share);
            }
            else if (Forecast(source, shape) is { } forecast)
            {
                (double[] ended, double[] running) = OpenTasks(source == Source.Shape ? shape : null);
                prior += forecast.AddTo(told, share, ended, running);
            }
            else
            {
                prior += share;
            }
        }

        return ([.. told.Zip(ScaleFreePrior.Masses, (known, guess) => known + (prior * guess))], told);
    }

    /// <summary>
    /// Compared with what the prior leaves to tasks of many minutes, about a twentieth: a document is believed by half, an estimate
    /// by a sixth, so that one that is far too long costs little. Either takes over within a few tasks if it proves right.
    /// </summary>
    private static double FirstTrust(Source source) => source switch
    {
        Source.Documents => DocumentTrust,
        Source.Estimate => EstimateTrust,
        _ => (1 - DocumentTrust - EstimateTrust) / 4,
    };

    private bool Speaks(Source source, double? estimate) =>
        source is not (Source.Documents or Source.Estimate) || Range(source, estimate) is not null;

    private double? Density(Source source, string shape, double? estimate, double seconds)
    {
        if (source is Source.Documents or Source.Estimate)
        {
            return Range(source, estimate) is not { } range ? null
                : seconds >= range.From && seconds <= range.To ? 1 / (range.To - range.From)
                : ScaleFreePrior.Density(seconds) * DurationForecast.ChangeRate;
        }

        return Forecast(source, shape)?.Density(seconds) ?? ScaleFreePrior.Density(seconds);
    }

    private (double From, double To)? Range(Source source, double? estimate) => source switch
    {
        Source.Documents when _model?.UsualTime is { } usual => (usual.From.TotalSeconds, usual.To.TotalSeconds),
        Source.Estimate when estimate > 0 => (estimate.Value * (1 - EstimateError), estimate.Value * (1 + EstimateError)),
        _ => null,
    };

    /// <summary>The narrowest forecast that knows something; null where none does.</summary>
    private DurationForecast? Forecast(Source source, string shape) => source switch
    {
        Source.Shape when _shapes.GetValueOrDefault(shape) is { } known => known,
        Source.Shape or Source.Model when Ends > 0 => _forecast,
        Source.Shape or Source.Model or Source.Family when _family.Forecast.Count > 0 => _family.Forecast,
        _ => null,
    };

    /// <summary>The tasks whose place in the order is not reached: durations, and ages of those that run, both rising.</summary>
    private (double[] Ended, double[] Running) OpenTasks(string? shape)
    {
        WatchEntry[] open = [.. _open.Where(entry => shape is null || entry.Timing.Shape == shape)];
        double[] ended = [.. open.Where(entry => entry.Duration > 0).Select(entry => (double)entry.Duration).Order()];
        double[] running = [.. open.Where(entry => entry.Outcome is null && entry.LastAge > 0).Select(entry => (double)entry.LastAge).Order()];

        // Of thousands an even sample tells as much.
        int stride = 1 + ((ended.Length + running.Length) / (2 * DurationForecast.Remembered));
        return ([.. ended.Where((_, i) => i % stride == stride / 2)], [.. running.Where((_, i) => i % stride == stride / 2)]);
    }
}
