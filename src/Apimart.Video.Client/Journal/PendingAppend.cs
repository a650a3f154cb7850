namespace Apimart.Video.Journal;

/// <summary>A wish to append, waiting for the writer.</summary>
internal abstract class PendingAppend
{
    /// <summary>Whether the decision looks at what the journal holds already.</summary>
    internal required bool NeedsIndex { get; init; }

    /// <summary>Adds the lines. Runs under the cross-process lock, so that what it looks at stays true until they are written.</summary>
    internal abstract void Decide(JournalBatch batch);

    internal abstract void Complete();

    internal abstract void Fail(Exception fault);
}

/// <summary>A wish to append, and what its maker learns from it.</summary>
internal sealed class PendingAppend<T> : PendingAppend
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<JournalBatch, T> _decide;
    private T _result = default!;

    internal PendingAppend(Func<JournalBatch, T> decide)
    {
        _decide = decide;
    }

    internal Task<T> Done => _done.Task;

    internal override void Decide(JournalBatch batch) => _result = _decide(batch);

    internal override void Complete() => _done.TrySetResult(_result);

    internal override void Fail(Exception fault) => _done.TrySetException(fault);
}
