using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Management.Automation;
using Apimart.Video.Downloads;
using Apimart.Video.Films;
using Apimart.Video.Journal;
using Apimart.Video.Models;

namespace Apimart.Video.Commands;

/// <summary>
/// Records and emits what was saved. What lies on the disk is emitted whether the journal can be written or not.
/// </summary>
internal sealed class SavedVideoOutput
{
    private readonly PSCmdlet _cmdlet;
    private readonly Func<JournalAdvice> _journal;
    private readonly Action<object> _send;
    private readonly Func<bool> _emits;
    private readonly Func<ModelCatalogue> _catalogue;
    private readonly ConcurrentQueue<SavedVideo> _otherNames = new();

    /// <param name="cmdlet">What writes.</param>
    /// <param name="journal">The journal of the connection.</param>
    /// <param name="send">Sends a <see cref="Recorded"/> to the pipeline's thread.</param>
    /// <param name="emits">Whether files are wanted.</param>
    /// <param name="catalogue">The models of the connection.</param>
    internal SavedVideoOutput(PSCmdlet cmdlet, Func<JournalAdvice> journal, Action<object> send, Func<bool> emits, Func<ModelCatalogue> catalogue)
    {
        _catalogue = catalogue;
        _cmdlet = cmdlet;
        _journal = journal;
        _send = send;
        _emits = emits;
    }

    /// <summary>Records files in the journal and emits them. Callable from any thread.</summary>
    internal async Task TakeAsync(IEnumerable<SavedVideo> videos)
    {
        foreach (SavedVideo video in videos)
        {
            // A file that was passed over lies where the journal says, or nowhere: there is nothing new to record.
            if (File.Exists(video.Path))
            {
                await _journal()
                    .RecordSavedAsync(video.Task.TaskId, new SavedFile(video.Index, video.Path, video.Length, video.Sha256))
                    .ConfigureAwait(false);
            }

            if (video.OtherPath is not null)
            {
                _otherNames.Enqueue(video);
            }

            _send(new Recorded(video, video.Skipped ? null : DifferencesOf(video)));
        }
    }

    /// <summary>How a new file differs from what was asked for, in one sentence; null where it does not, or cannot be read.</summary>
    private string? DifferencesOf(SavedVideo video)
    {
        try
        {
            VideoMeasure measure = VideoMeasure.Of(video.Path, video.Task, _catalogue());
            return measure.Differences.Length == 0
                ? null
                : $"{ApimartErrors.Label(video.Task)}'{measure.Name}' is not what was asked for: {string.Join("; ", measure.Differences)}.";
        }
        catch (FilmException)
        {
            // It was checked before it got its name; whatever moved it since has its own reasons.
            return null;
        }
    }

    /// <summary>Tells once that files keep the names that they were saved under. On the pipeline's thread.</summary>
    internal void TellOtherNames()
    {
        if (_otherNames.TryDequeue(out SavedVideo? first))
        {
            string others = _otherNames.IsEmpty ? string.Empty : $", and {_otherNames.Count} more likewise";
            _cmdlet.WriteWarning(
                $"'{Path.GetFileName(first.Path)}' keeps the name it was saved under, though it would now be "
                    + $"'{Path.GetFileName(first.OtherPath)}'{others}. -Rename gives the new names.");
            _otherNames.Clear();
        }
    }

    /// <summary>Tells of a file, and emits it where it is wanted. On the pipeline's thread.</summary>
    internal void Write(Recorded recorded)
    {
        SavedVideo video = recorded.Video;
        _cmdlet.WriteVerbose(video switch
        {
            { RenamedFrom: { } former } => $"{former} is {video.Path} now.",
            { Skipped: true } when !File.Exists(video.Path) => $"{video.Path} was saved before and is left alone.",
            { Skipped: true } => $"{video.Path} is there already, complete.",
            _ => $"{video.Path} saved, {video.Length} bytes, {video.BytesFetched} of them fetched now.",
        });
        if (_emits() && File.Exists(video.Path))
        {
            PSObject file = FileOf(video.Path);
            file.Properties.Add(new PSNoteProperty("TaskId", video.Task.TaskId));
            _cmdlet.WriteObject(file);
        }

        if (recorded.Differences is { } differences)
        {
            _cmdlet.WriteWarning(differences);
        }
    }

    /// <summary>The file as PowerShell's own cmdlets give it: without what its provider adds, the view shows no size on Linux.</summary>
    private PSObject FileOf(string path)
    {
        Collection<PSObject> found = _cmdlet.InvokeProvider.Item.Get([path], force: true, literalPath: true);
        return found.Count == 1 ? found[0] : new PSObject(new FileInfo(path));
    }

    /// <summary>A file that the journal knows.</summary>
    /// <param name="Video">The file.</param>
    /// <param name="Differences">How it differs from what was asked for; null where it does not.</param>
    internal sealed record Recorded(SavedVideo Video, string? Differences);
}
