namespace Apimart.Video.Async;

/// <summary>A cmdlet that submits, waits or saves, and so has a part in the account of its pipeline; see <see cref="PipelineAccount"/>.</summary>
public abstract class PipelineCommand : ConnectedCommand
{
    private PipelineAccount? _line;

    /// <summary>The account of the pipeline.</summary>
    private protected PipelineAccount Line => _line!;

    /// <inheritdoc/>
    protected override void BeginProcessing() => _line = PipelineAccount.Join(this);

    /// <summary>Notes the job that a row or a task belongs to.</summary>
    private protected void Note(string? job) => _line?.Note(job, () => Journal);

    /// <inheritdoc/>
    protected override void ProcessItem() => _line?.Run();

    /// <inheritdoc/>
    protected override void EndAll() => _line?.Tell(this);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _line?.Leave(this, IsStopped);
        _line = null;
    }
}
