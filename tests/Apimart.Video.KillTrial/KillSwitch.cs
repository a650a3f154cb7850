using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Apimart.Video.KillTrial;

/// <summary>Counts how often a worker comes to its kill point, and kills it there as a power cut would.</summary>
internal sealed class KillSwitch
{
    private readonly KillPoint? _point;
    private readonly ConcurrentDictionary<string, bool> _traced = new(StringComparer.Ordinal);
    private int _times;

    internal KillSwitch(KillPoint? point)
    {
        _point = point;
    }

    internal bool IsDue(string place)
    {
        if (_point == KillPoint.Trace && _traced.TryAdd(place, true))
        {
            Console.WriteLine($"passed {place}");
        }

        return _point?.Place == place && Interlocked.Increment(ref _times) == _point.Time;
    }

    internal void Pass(string place)
    {
        if (IsDue(place))
        {
            Die();
        }
    }

    [DoesNotReturn]
    internal static void Die()
    {
        // SIGKILL, or its like on Windows: nothing of this process runs any more, no cleanup and no flush.
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
        throw new InvalidOperationException();
    }
}
