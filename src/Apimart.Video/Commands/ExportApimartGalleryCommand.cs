using System.Management.Automation;
using Apimart.Video.Api;
using Apimart.Video.Binding;
using Apimart.Video.Completion;
using Apimart.Video.Gallery;
using Apimart.Video.Journal;
using Apimart.Video.Session;

namespace Apimart.Video.Commands;

/// <summary>Makes one HTML file in which the videos of a job, or those piped in, are looked at, compared and chosen.</summary>
[Cmdlet(VerbsData.Export, "ApimartGallery", SupportsShouldProcess = true, DefaultParameterSetName = JobSet)]
[OutputType(typeof(FileInfo))]
public sealed class ExportApimartGalleryCommand : PSCmdlet
{
    private const string JobSet = "Job";
    private const string TaskSet = "Task";

    private readonly List<GallerySource> _sources = [];
    private ITaskJournal? _journal;

    /// <summary>The HTML file, or a folder for an index.html in it; taken as it is written.</summary>
    [Parameter(Position = 0)]
    [Alias("LiteralPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Names of batches; wildcards are possible.</summary>
    [Parameter(Position = 1, ParameterSetName = JobSet)]
    [ArgumentCompleter(typeof(JobNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? JobName { get; set; }

    /// <summary>Tasks, task ids, objects with TaskId or Id, or files.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = TaskSet)]
    [Alias("TaskId", "Id")]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    [ValidateNotNull]
    public PSObject[] Task { get; set; } = [];

    /// <summary>What stands over the gallery; without it the job's name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Title { get; set; }

    /// <summary>Replaces a file that is no gallery.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private ITaskJournal Journal => _journal ??= ApimartSession.GetJournal(ApimartSession.Resolve(key: null, address: null));

    /// <summary>Takes what is piped in.</summary>
    protected override void ProcessRecord()
    {
        foreach (PSObject input in Task)
        {
            try
            {
                _sources.AddRange(GalleryInput.Read(input, Journal));
            }
            catch (Exception wrong) when (wrong is ArgumentException or ArgumentTransformationMetadataException or ApimartException)
            {
                WriteError(ApimartErrors.From(wrong, input));
            }
        }
    }

    /// <summary>Writes the gallery.</summary>
    protected override void EndProcessing()
    {
        try
        {
            bool piped = ParameterSetName == TaskSet || MyInvocation.ExpectingInput;
            IReadOnlyList<GallerySource> sources = piped ? GallerySource.Merge(_sources) : FromJournal();
            if (sources.Count == 0)
            {
                WriteError(ApimartErrors.NothingToShow(piped ? null : JobName));
                return;
            }

            Write(FileOf(sources), sources);
        }
        catch (Exception fault) when (fault is ApimartException or ArgumentException)
        {
            ThrowTerminatingError(ApimartErrors.From(fault, Path));
        }
    }

    private void Write(string file, IReadOnlyList<GallerySource> sources)
    {
        try
        {
            if (!Force && GalleryFile.IsForeign(file))
            {
                WriteError(ApimartErrors.NotAGallery(file));
            }
            else if (ShouldProcess(file, $"Write a gallery of {sources.Count} tasks"))
            {
                int shown = GalleryFile.Write(file, sources, Title ?? TitleOf(sources, file), ApimartSession.GetCatalogue(key: null, address: null));
                WriteVerbose($"{file} shows {shown} videos and rows.");
                if (PassThru)
                {
                    WriteObject(new FileInfo(file));
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            WriteError(ApimartErrors.GalleryNotWritten(fault, file));
        }
    }

    private GallerySource[] FromJournal() =>
        [.. Journal.Query(new JournalQuery { JobName = JobPatterns.Of(JobName) }).Select(GallerySource.Of)];

    private string FileOf(IReadOnlyList<GallerySource> sources)
    {
        if (Path is null)
        {
            string folder = GalleryFile.FolderOf(sources) ?? FolderPath.Literal(this, ".");
            return System.IO.Path.Combine(folder, GalleryFile.DefaultName);
        }

        string path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path, out ProviderInfo provider, out _);
        if (provider.Name != "FileSystem")
        {
            throw new ArgumentException($"The path '{Path}' lies in {provider.Name}; it must be a file of the file system.");
        }

        bool isPage = System.IO.Path.GetExtension(path).ToUpperInvariant() is ".HTML" or ".HTM";
        return isPage && !Directory.Exists(path) ? path : System.IO.Path.Combine(FolderPath.Literal(this, Path), GalleryFile.DefaultName);
    }

    private static string TitleOf(IReadOnlyList<GallerySource> sources, string file)
    {
        string?[] jobs = [.. sources.Select(source => source.Task?.JobName).Distinct().Take(2)];
        return jobs is [{ Length: > 0 } job] ? job : new DirectoryInfo(System.IO.Path.GetDirectoryName(file)!).Name;
    }
}
