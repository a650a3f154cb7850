using System.Globalization;
using System.Management.Automation;
using Apimart.Video.Films;
using Apimart.Video.Gallery;
using Apimart.Video.Tasks;

namespace Apimart.Video.Commands;

/// <summary>Joins saved videos into one MP4, in the order of their rows, with ffmpeg.</summary>
[Cmdlet(VerbsCommon.Join, "ApimartVideo", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(FileInfo))]
public sealed class JoinApimartVideoCommand : VideoFilesCommand
{
    private const int BarId = 0x41_50_82;
    private const string PickColumn = "Pick";

    private readonly List<GallerySource> _sources = [];
    private readonly List<GallerySource> _picked = [];
    private bool _isPick;
    private FfmpegProgram? _ffmpeg;
    private (int Width, int Height)? _size;
    private string _film = string.Empty;
    private FilmProgress? _progress;
    private string _doing = string.Empty;

    /// <summary>The film: an MP4 file, taken as it is written.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string DestinationPath { get; set; } = string.Empty;

    /// <summary>Video files; wildcards are possible.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public override string[] Path { get; set; } = [];

    /// <summary>The film's size, such as 1920x1080; without it that of the first clip.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Size { get; set; }

    /// <summary>What the film is called; without it the job's name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Title { get; set; }

    /// <summary>Joins without the rows that have no saved video.</summary>
    [Parameter]
    public SwitchParameter SkipMissing { get; set; }

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the film.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            _film = FindDestination();
            _size = ParseSize(Size);
            _ffmpeg = FfmpegProgram.Find();
        }
        catch (Exception wrong) when (wrong is FilmException or ArgumentException)
        {
            ThrowTerminatingError(ApimartErrors.From(wrong, wrong is FilmException { Fault: FilmFault.FfmpegMissing } ? null : DestinationPath));
        }
    }

    /// <summary>Of rows with a Pick, such as those of picks.csv, the picked ones; where none is picked, all that are not rejected.</summary>
    private protected override bool Takes(PSObject input)
    {
        string? pick = input.Properties[PickColumn]?.Value?.ToString()?.Trim();
        _isPick = string.Equals(pick, "pick", StringComparison.OrdinalIgnoreCase);
        bool isRowWithoutTask = pick?.Length == 0 && string.IsNullOrWhiteSpace(input.Properties["TaskId"]?.Value?.ToString());
        return !isRowWithoutTask && !string.Equals(pick, "reject", StringComparison.OrdinalIgnoreCase);
    }

    private protected override void Take(GallerySource source) => (_isPick ? _picked : _sources).Add(source);

    /// <inheritdoc/>
    protected override void EndItems()
    {
        try
        {
            IReadOnlyList<FilmClip> clips = [.. Choose().Select(clip => FilmClip.Read(clip.Path, clip.Task))];
            if (clips.Count > 0)
            {
                Join(clips);
            }
        }
        catch (FilmException fault)
        {
            ThrowTerminatingError(ApimartErrors.From(fault, _film));
        }
    }

    /// <inheritdoc/>
    protected override void Tick(bool last)
    {
        if (_progress is { } progress)
        {
            WriteProgress(new ProgressRecord(BarId, $"Joining {System.IO.Path.GetFileName(_film)}", _doing)
            {
                PercentComplete = (int)(progress.Done * 100),
                RecordType = last ? ProgressRecordType.Completed : ProgressRecordType.Processing,
            });
        }
    }

    private void Join(IReadOnlyList<FilmClip> clips)
    {
        FilmPlan plan = FilmPlan.Of(clips, _size);
        if (clips.Any(clip => string.Equals(clip.Path, _film, StringComparison.Ordinal)))
        {
            throw new FilmException(FilmFault.FilmExists, $"'{_film}' is one of the clips.", "Give another -DestinationPath.");
        }

        if (File.Exists(_film) && !Force)
        {
            throw new FilmException(FilmFault.FilmExists, $"'{_film}' is there already.", "Give another -DestinationPath, or -Force to replace it.");
        }

        string what = string.Create(
            CultureInfo.InvariantCulture,
            $"Join {clips.Count} clips, {clips.Sum(clip => clip.Facts.Seconds ?? 0):0.#} s, {(plan.Copies ? "pictures copied" : $"pictures made anew as {plan.Width}x{plan.Height}")}");
        if (!ShouldProcess(_film, what))
        {
            return;
        }

        WriteVerbose(plan.Copies ? "The pictures are copied as they are." : $"The pictures are made anew: {plan.Unlike}.");
        string title = Title ?? clips.Select(clip => clip.Task?.JobName).FirstOrDefault(name => !string.IsNullOrEmpty(name)) ?? System.IO.Path.GetFileNameWithoutExtension(_film);
        FilmJoiner joiner = new(_ffmpeg!, clips, plan, Send);
        Start(
            async stop =>
            {
                await joiner.JoinAsync(_film, title, Force, stop).ConfigureAwait(false);
                Send(_film);
            },
            _film);
    }

    /// <summary>Takes how far the film is, or the film.</summary>
    protected override void Receive(object result)
    {
        if (result is FilmProgress progress)
        {
            _progress = progress;
            _doing = progress.Doing.Length > 0 ? progress.Doing : _doing;
        }
        else if (PassThru)
        {
            WriteObject(InvokeProvider.Item.Get([_film], force: true, literalPath: true).FirstOrDefault() ?? new PSObject(new FileInfo(_film)));
        }
    }

    /// <summary>The files in the order of the film.</summary>
    private IReadOnlyList<(string Path, ApimartTask? Task)> Choose()
    {
        IEnumerable<GallerySource> chosen = _picked.Count > 0 ? _picked : _sources;
        if (ParameterSetName == JobSet)
        {
            HashSet<ApimartTask> kept = new(
                ClipOrder.OneForEachRow(chosen.Select(source => source.Task!), task => task.SavedFiles.Any(File.Exists), SkipMissing),
                ReferenceEqualityComparer.Instance);
            chosen = chosen.Where(source => kept.Contains(source.Task!));
        }
        else if (!SkipMissing && chosen.FirstOrDefault(source => !source.Files.Any(File.Exists)) is { } hole)
        {
            throw ClipOrder.Missing(hole.Task is null ? $"'{hole.Files[0]}'" : $"{ApimartErrors.Label(hole.Task)}task {hole.Task.TaskId}");
        }

        return ClipOrder.Sort(chosen.SelectMany(source => source.Files.Where(File.Exists).Take(1).Select(file => (file, source.Task))));
    }

    private string FindDestination()
    {
        string film = SessionState.Path.GetUnresolvedProviderPathFromPSPath(DestinationPath, out ProviderInfo provider, out _);
        string extension = System.IO.Path.GetExtension(film).ToUpperInvariant();
        return provider.Name != "FileSystem" ? throw new ArgumentException($"The path '{DestinationPath}' lies in {provider.Name}; it must be a file of the file system.")
            : Directory.Exists(film) ? throw new ArgumentException($"The path '{DestinationPath}' is a folder; name the film, such as '{System.IO.Path.Combine(DestinationPath, "film.mp4")}'.")
            : extension is ".MP4" or ".M4V" ? film
            : throw new ArgumentException($"The film is an MP4 file, and '{DestinationPath}' does not end in .mp4.");
    }

    /// <summary>H.264 with the colours that every player knows has an even number of lines and columns.</summary>
    private static (int Width, int Height)? ParseSize(string? size)
    {
        if (size is null)
        {
            return null;
        }

        int[] sides = [.. size.Split('x', 'X').Select(side => int.TryParse(side, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0)];
        return sides.Length == 2 && sides.All(side => side is >= 16 and <= 8192 && side % 2 == 0)
            ? (sides[0], sides[1])
            : throw new ArgumentException($"A film cannot be of the size '{size}': write it as 1920x1080, both sides even and from 16 to 8192.");
    }
}
