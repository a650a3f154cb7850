namespace Apimart.Video.Account;

/// <summary>
/// Lets the rows of a run spend in their order, however many of them are under way at once: which of them a limit leaves out is then the
/// same each time, and what a plan says. Called on one thread.
/// </summary>
internal sealed class BudgetTurns
{
    private Task _last = Task.CompletedTask;

    /// <summary>The turn of the next row; it must be ended, whether the row spends or not.</summary>
    internal Turn Next()
    {
        Turn turn = new(_last);
        _last = Task.WhenAll(_last, turn.Ended);
        return turn;
    }

    /// <summary>One row's turn.</summary>
    internal sealed class Turn(Task before)
    {
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task Ended => _end.Task;

        /// <summary>Returns when all rows before it have decided.</summary>
        internal Task WaitAsync(CancellationToken cancellationToken) => before.WaitAsync(cancellationToken);

        internal void End() => _end.TrySetResult();
    }
}
