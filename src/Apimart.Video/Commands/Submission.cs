using System.Management.Automation;
using Apimart.Video.Account;
using Apimart.Video.Binding;
using Apimart.Video.Chains;
using Apimart.Video.Models;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;

namespace Apimart.Video.Commands;

/// <summary>One video on its way to the server, and what came of it.</summary>
/// <param name="row">The row.</param>
/// <param name="video">Which of its videos.</param>
/// <param name="slot">Its place among rows that go on from each other; null where none does.</param>
/// <param name="turn">When it may spend; null for at once.</param>
/// <param name="inFlight">The requests without an answer.</param>
internal sealed class Submission(PreparedRow row, PreparedVideo video, ChainSubmits.Slot? slot, CostGuard.Turn? turn, SubmitsInFlight inFlight)
{
    /// <summary>How a message names it.</summary>
    internal string Label => row.Label ?? SubmitsInFlight.Name(video.Request.Prompt);

    /// <summary>When it may spend; null for at once.</summary>
    internal CostGuard.Turn? Turn => turn;

    /// <summary>Puts in what it goes on from; null where it goes on from none.</summary>
    internal Func<PreparedRequest, CancellationToken, Task<PreparedRequest>>? Follow => slot is null ? null : slot.FollowAsync;

    /// <summary>From now on it may be charged.</summary>
    internal void Leave() => inFlight.Begin(this, row.Row?.Number ?? 0, Label);

    /// <summary>Sends it, and tells what came of it.</summary>
    /// <param name="client">The client.</param>
    /// <param name="options">What belongs to it besides the request.</param>
    /// <param name="isStopped">Whether something befell all rows.</param>
    /// <param name="send">Is told one of the records below.</param>
    /// <param name="stopping">Ends it, as long as it has not left.</param>
    internal async Task RunAsync(ApimartClient client, SubmitOptions options, Func<bool> isStopped, Action<object> send, CancellationToken stopping)
    {
        try
        {
            await (slot?.BeginAsync() ?? Task.CompletedTask).ConfigureAwait(false);
            if (isStopped())
            {
                send(new Left(row.Row));
                return;
            }

            ApimartTask task = await client.SubmitAsync(video.Request, options, stopping).ConfigureAwait(false) with { Input = row.Row?.Input };
            slot?.Accepted(task);
            send(task.WorkedOnBy is { } machine ? new PassedOver(task, machine) : new Accepted(task));
        }
        catch (ChainBrokenException broken) when (broken.Elsewhere is { } machine)
        {
            send(new PassedOver(new ApimartTask { TaskId = string.Empty, Prompt = video.Request.Prompt, JobName = options.JobName }, machine));
            slot?.Failed(broken);
        }
        catch (Exception fault) when (row.Row is { } piped && fault is not OperationCanceledException)
        {
            send(new Failed(row, piped, ApimartErrors.From(fault, target: null), fault));
            slot?.Failed(fault);
        }
        finally
        {
            turn?.End();
            inFlight.End(this);
            slot?.Dispose();
        }
    }

    /// <summary>It has a task.</summary>
    internal sealed record Accepted(ApimartTask Task);

    /// <summary>Another machine works on it.</summary>
    internal sealed record PassedOver(ApimartTask Task, string Machine);

    /// <summary>It was not sent, for what befell all rows.</summary>
    internal sealed record Left(PipedRow? Row);

    /// <summary>It has no task, and the others go on.</summary>
    internal sealed record Failed(PreparedRow Row, PipedRow Piped, ErrorRecord Cause, Exception Fault);
}
