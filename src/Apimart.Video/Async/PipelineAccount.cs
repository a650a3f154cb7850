using System.Management.Automation;
using Apimart.Video.Api;
using Apimart.Video.Journal;

namespace Apimart.Video.Async;

/// <summary>
/// The jobs that the cmdlets of one pipeline work on. The last of these cmdlets tells, once, what became of them, when all is done; of a
/// pipeline that was stopped, whichever of them leaves last. Used on the pipeline's thread alone.
/// </summary>
internal sealed class PipelineAccount
{
    private const string Tag = "ApimartSummary";
    private const int ProgressId = 0x41_50_90;

    [ThreadStatic]
    private static List<PipelineAccount>? s_open;

    private readonly int _length;
    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;
    private readonly Dictionary<string, int> _jobs = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _passedOver = new(StringComparer.OrdinalIgnoreCase);
    private int _members;
    private int _lastPosition;
    private bool _runs;
    private bool _told;
    private bool _stopped;
    private ITaskJournal? _journal;

    private PipelineAccount(int length) => _length = length;

    /// <summary>The folder that files are saved to.</summary>
    internal string? Folder { get; set; }

    /// <summary>Whether rows are left for a reason that befalls all of them, so that the journal knows nothing of them.</summary>
    internal bool LeavesRows { get; set; }

    /// <summary>
    /// The account of the cmdlet's pipeline. All cmdlets of a pipeline begin, in order, before a record comes; another pipeline can
    /// begin in between, but has a length or places of its own.
    /// </summary>
    internal static PipelineAccount Join(PSCmdlet cmdlet)
    {
        List<PipelineAccount> open = s_open ??= [];
        int position = cmdlet.MyInvocation.PipelinePosition;
        PipelineAccount? line = open.LastOrDefault(line => line._length == cmdlet.MyInvocation.PipelineLength && line._lastPosition < position && !line._runs);
        if (line is null)
        {
            open.Add(line = new PipelineAccount(cmdlet.MyInvocation.PipelineLength));
        }

        line._members++;
        line._lastPosition = position;
        return line;
    }

    /// <summary>Notes a row of a job that another machine works on.</summary>
    internal void PassOver(string job) => _passedOver[job.Trim()] = _passedOver.GetValueOrDefault(job.Trim()) + 1;

    /// <summary>Notes that a record came: no further cmdlet of this pipeline begins.</summary>
    internal void Run() => _runs = true;

    /// <summary>Notes a job that a row or a task belongs to.</summary>
    internal void Note(string? job, Func<ITaskJournal> journal)
    {
        if (string.IsNullOrWhiteSpace(job) || !_jobs.TryAdd(job.Trim(), _jobs.Count))
        {
            return;
        }

        try
        {
            _journal ??= journal();
        }
        catch (Exception unusable) when (unusable is ArgumentException or IOException or NotSupportedException or ApimartException)
        {
            // The cmdlet says so where it matters; there is nothing to tell from.
        }
    }

    /// <summary>Tells, where the cmdlet is the last one of its pipeline; all others have ended by then.</summary>
    internal void Tell(PSCmdlet cmdlet)
    {
        if (cmdlet.MyInvocation.PipelinePosition != _lastPosition)
        {
            return;
        }

        _told = true;
        foreach (LineSummary summary in Summarize(LeavesRows))
        {
            string[] lines = summary.ToString().Split('\n');
            foreach (ProgressRecordType type in (ProgressRecordType[])[ProgressRecordType.Processing, ProgressRecordType.Completed])
            {
                cmdlet.WriteProgress(new ProgressRecord(ProgressId, $"Job {summary.Job.Name}", lines[0]) { PercentComplete = 100, RecordType = type });
            }

            cmdlet.WriteInformation(summary, [Tag]);
        }
    }

    /// <summary>Notes that a cmdlet of the pipeline is gone.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="stopped">Whether the pipeline was stopped, by Ctrl+C say; it takes no output any more.</param>
    internal void Leave(PSCmdlet cmdlet, bool stopped)
    {
        // The first cmdlet that is told to stop ends the pipeline, before the others may have been told.
        _stopped |= stopped;
        if (--_members > 0)
        {
            return;
        }

        s_open?.Remove(this);
        if (_stopped && !_told)
        {
            foreach (LineSummary summary in Summarize(cutShort: true))
            {
                HostWarning.Say(cmdlet, $"Stopped. {summary}");
            }
        }
    }

    private IReadOnlyList<LineSummary> Summarize(bool cutShort)
    {
        try
        {
            return _jobs.Count == 0 || _journal is null
                ? []
                :
                [
                    .. _journal.Summarize(_jobs.Keys, _start)
                        .OrderBy(summary => _jobs[summary.Job.Name])
                        .Select(summary => summary with { IsCutShort = cutShort, Folder = Folder, PassedOver = _passedOver.GetValueOrDefault(summary.Job.Name) }),
                ];
        }
        catch (ApimartException)
        {
            // A journal that cannot be read was told of by whoever needed it.
            return [];
        }
    }
}
