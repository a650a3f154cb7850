using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using Apimart.Video.Journal;
using Apimart.Video.Simulator.Tasks;

namespace Apimart.Video.Simulator;

/// <summary>What was accepted and so charged, in the order of acceptance; safe to read at any time.</summary>
public sealed class SimulatorBill : IEnumerable<SimulatorCharge>
{
    private readonly object _lock = new();
    private readonly List<SimulatedTask> _tasks = [];
    private readonly SimulatorClock _clock;
    private readonly string? _path;
    private decimal _reserved;

    internal SimulatorBill(SimulatorClock clock, string? path)
    {
        _clock = clock;
        _path = path;
        if (path is not null)
        {
            // A path that cannot be written is to be known at once, not at the first charge.
            File.AppendAllText(path, string.Empty);
        }
    }

    /// <summary>The number of accepted submits.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _tasks.Count;
            }
        }
    }

    /// <summary>The account's spend in US dollars: what ended tasks cost, and what running ones have reserved.</summary>
    public decimal Total => this.Sum(charge => charge.Cost ?? charge.Amount);

    /// <summary>The charges as they stand now.</summary>
    public IEnumerator<SimulatorCharge> GetEnumerator()
    {
        SimulatedTask[] tasks;
        lock (_lock)
        {
            tasks = [.. _tasks];
        }

        return tasks.Select(task => task.ToCharge(_clock.Now)).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Adds a task unless the balance is too small for it.</summary>
    internal bool TryAdd(SimulatedTask task, decimal? balance)
    {
        lock (_lock)
        {
            // The sum over all tasks is only worth its time where failed ones could make room.
            if (balance is { } money && _reserved + task.Price > money && Total + task.Price > money)
            {
                return false;
            }

            _reserved += task.Price;
            _tasks.Add(task);
            if (_path is not null)
            {
                Append(task.ToCharge(_clock.Now));
            }

            return true;
        }
    }

    private void Append(SimulatorCharge charge)
    {
        JsonObject line = new()
        {
            ["taskId"] = charge.TaskId,
            ["model"] = charge.Model,
            ["prompt"] = charge.Prompt,
            ["idempotencyKey"] = charge.IdempotencyKey,
            ["amount"] = charge.Amount,
            ["acceptedAt"] = charge.AcceptedAt.ToString("O", CultureInfo.InvariantCulture),
            ["body"] = charge.Body,
        };
        File.AppendAllText(_path!, line.ToJsonString() + "\n");
    }
}
