using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Apimart.Video.Journal;
using Apimart.Video.Simulator.Checks;
using Apimart.Video.Simulator.Videos;

namespace Apimart.Video.Simulator.Tasks;

/// <summary>The tasks that were accepted.</summary>
internal sealed class TaskStore
{
    private readonly ConcurrentDictionary<string, SimulatedTask> _tasks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _occurrences = new(StringComparer.Ordinal);
    private readonly SimulatorOptions _options;
    private readonly SimulatorClock _clock;

    internal TaskStore(SimulatorOptions options, SimulatorClock clock)
    {
        _options = options;
        _clock = clock;
        Bill = new SimulatorBill(clock, options.BillPath);
    }

    internal SimulatorBill Bill { get; }

    /// <exception cref="RefusalException">The balance does not suffice.</exception>
    internal SimulatedTask Accept(CheckedSubmit submit, byte[] body, string? idempotencyKey)
    {
        string print = Convert.ToHexString(SHA256.HashData(body));
        TaskDice dice = new(_options.Seed, body, _occurrences.AddOrUpdate(print, 0, (_, former) => former + 1));
        TimeSpan duration = _options.TaskDuration * (1 + (_options.TaskDurationSpread * ((2 * dice.Length) - 1)));
        SimulatedTask task = new()
        {
            Id = dice.TaskId,
            Model = submit.Model.Name,
            Prompt = submit.Prompt,
            Body = Encoding.UTF8.GetString(body),
            IdempotencyKey = idempotencyKey,
            Price = PriceList.PriceOf(submit),
            AcceptedAt = _clock.Now,
            Duration = duration,
            Estimate = _options.TaskDuration * _options.EstimateFactor,
            Failure = TaskFailure.For(submit.Prompt, dice, _options.FailureRate),
            Film = submit.Film with { Colour = dice.TaskId.Sum(letter => letter) % FilmSpec.Colours },
            ReturnsLastFrame = submit.Text("ReturnLastFrame") is "True" or "true",
        };

        // The task is known before it is billed: a look that follows its bill at once finds it.
        _tasks[task.Id] = task;
        if (!Bill.TryAdd(task, _options.Balance))
        {
            _tasks.TryRemove(task.Id, out _);
            throw RefusalException.NoBalance();
        }

        return task;
    }

    /// <summary>The task, unless it is unknown or was forgotten.</summary>
    internal SimulatedTask? Find(string id) =>
        _tasks.TryGetValue(id, out SimulatedTask? task) && _clock.Now - task.AcceptedAt < _options.TaskRetention ? task : null;
}
