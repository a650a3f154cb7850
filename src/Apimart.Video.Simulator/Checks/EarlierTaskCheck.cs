using Apimart.Video.Models;
using Apimart.Video.Simulator.Tasks;

namespace Apimart.Video.Simulator.Checks;

/// <summary>An earlier task that a submit goes on from has to be one of the account's own, and finished.</summary>
internal sealed class EarlierTaskCheck
{
    private readonly TaskStore _tasks;
    private readonly SimulatorClock _clock;

    internal EarlierTaskCheck(TaskStore tasks, SimulatorClock clock)
    {
        _tasks = tasks;
        _clock = clock;
    }

    /// <exception cref="RefusalException">A field names a task that is not there or not finished.</exception>
    internal void CheckFields(CheckedSubmit submit)
    {
        foreach (VideoModelParameter field in submit.Model.Parameters.Where(parameter => parameter.IsEarlierTask))
        {
            if (FieldCheck.Find(submit.Body, field.WireName) is { } id)
            {
                SimulatedTask earlier = Finished(id.ToString());
                if (field.EarlierTaskDays is { } days && _clock.Now - earlier.AcceptedAt > TimeSpan.FromDays(days))
                {
                    throw RefusalException.Invalid($"The task {id} is older than {days} days.");
                }
            }
        }
    }

    /// <exception cref="RefusalException">The task is not there or not finished.</exception>
    internal SimulatedTask Finished(string id)
    {
        SimulatedTask task = _tasks.Find(id) ?? throw RefusalException.Invalid($"The task {id} is unknown or has expired.");
        return task.StateAt(_clock.Now) == TaskState.Completed
            ? task
            : throw RefusalException.Invalid($"The task {id} is not completed.");
    }
}
