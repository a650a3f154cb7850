using System.Collections;
using System.Text;
using Apimart.Video.Simulator.Http;

namespace Apimart.Video.Simulator;

/// <summary>The requests that came, in their order, as far as <see cref="SimulatorOptions.RecordRequests"/> keeps them, and their numbers.</summary>
public sealed class SimulatorRequests : IEnumerable<SimulatorRequest>
{
    private readonly object _lock = new();
    private readonly List<SimulatorRequest> _kept = [];
    private readonly int[] _counts = new int[Enum.GetValues<SimulatorRoute>().Length];
    private readonly bool _keeps;
    private int _keyLeaks;

    internal SimulatorRequests(bool keeps) => _keeps = keeps;

    /// <summary>How many submits came, accepted or not.</summary>
    public int Submits => CountOf(SimulatorRoute.Submit);

    /// <summary>How many looks at a task came.</summary>
    public int Looks => CountOf(SimulatorRoute.Look);

    /// <summary>How many uploads of pictures came, taken or not.</summary>
    public int Uploads => CountOf(SimulatorRoute.Upload);

    /// <summary>How many requests for a file came.</summary>
    public int Downloads => CountOf(SimulatorRoute.Download);

    /// <summary>How many requests reached the file host with an <c>Authorization</c> header or with the key anywhere in them.</summary>
    public int KeyLeaks => Volatile.Read(ref _keyLeaks);

    /// <summary>How many requests are kept.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _kept.Count;
            }
        }
    }

    /// <summary>How many requests of a kind came; of all kinds for <see cref="SimulatorRoute.Any"/>.</summary>
    public int CountOf(SimulatorRoute route)
    {
        lock (_lock)
        {
            return route == SimulatorRoute.Any ? _counts.Sum() : _counts[(int)route];
        }
    }

    /// <summary>The requests kept so far.</summary>
    public IEnumerator<SimulatorRequest> GetEnumerator()
    {
        lock (_lock)
        {
            return ((IEnumerable<SimulatorRequest>)_kept.ToArray()).GetEnumerator();
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Add(SimulatorRoute route, HttpRequest request, DateTimeOffset at)
    {
        SimulatorRequest? kept = _keeps
            ? new(route, request.Method, request.Target, request.Headers, Encoding.UTF8.GetString(request.Body), at)
            : null;
        lock (_lock)
        {
            _counts[(int)route]++;
            if (kept is not null)
            {
                _kept.Add(kept);
            }
        }
    }

    internal void CountLeak() => Interlocked.Increment(ref _keyLeaks);
}

/// <summary>A request that came.</summary>
/// <param name="Route">What it was for.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path with its query.</param>
/// <param name="Headers">The headers, by name without case.</param>
/// <param name="Body">The body as UTF-8 text; empty where there was none.</param>
/// <param name="At">When it came, by the simulator's clock.</param>
public sealed record SimulatorRequest(
    SimulatorRoute Route,
    string Method,
    string Path,
    IReadOnlyDictionary<string, string> Headers,
    string Body,
    DateTimeOffset At);
