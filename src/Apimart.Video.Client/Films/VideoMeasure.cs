using Apimart.Video.Containers;
using Apimart.Video.Files;
using Apimart.Video.Models;
using Apimart.Video.Tasks;

namespace Apimart.Video.Films;

/// <summary>What a video file really is, by its own structure, and how that differs from what was asked for.</summary>
public sealed record VideoMeasure
{
    /// <summary>The file's full path.</summary>
    public required string Path { get; init; }

    /// <summary>The file's name.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The file's size in bytes.</summary>
    public required long FileSize { get; init; }

    /// <summary>The kind of file: MP4, MOV, WebM or MKV.</summary>
    public required string Format { get; init; }

    /// <summary>How long the pictures play; null where the file does not tell.</summary>
    public TimeSpan? Duration => Seconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>How long the pictures play, in seconds.</summary>
    public double? Seconds { get; init; }

    /// <summary>Columns of the picture as it is shown, after a turn.</summary>
    public int Width { get; init; }

    /// <summary>Lines of the picture as it is shown, after a turn.</summary>
    public int Height { get; init; }

    /// <summary>Clockwise degrees by which a player turns the stored picture.</summary>
    public int Rotation { get; init; }

    /// <summary>Pictures a second, on average; null where the file does not tell.</summary>
    public double? FrameRate { get; init; }

    /// <summary>How many pictures play.</summary>
    public long FrameCount { get; init; }

    /// <summary>The pictures' codec, such as H.264.</summary>
    public string? VideoCodec { get; init; }

    /// <summary>Whether there is a track of sound.</summary>
    public bool HasAudio { get; init; }

    /// <summary>The sound's codec, such as AAC.</summary>
    public string? AudioCodec { get; init; }

    /// <summary>How long the sound plays, in seconds.</summary>
    public double? AudioSeconds { get; init; }

    /// <summary>How many channels the sound has.</summary>
    public int? AudioChannels { get; init; }

    /// <summary>Samples of sound a second.</summary>
    public int? AudioSampleRate { get; init; }

    /// <summary>The task that the file was saved of, where the journal knows.</summary>
    public string? TaskId { get; init; }

    /// <summary>That task's job.</summary>
    public string? JobName { get; init; }

    /// <summary>That task's model.</summary>
    public string? Model { get; init; }

    /// <summary>The length that was asked for, in seconds; null where the request left it to the model.</summary>
    public double? AskedSeconds { get; init; }

    /// <summary>The resolution that was asked for, in the request's word.</summary>
    public string? AskedResolution { get; init; }

    /// <summary>The shape that was asked for.</summary>
    public string? AskedAspectRatio { get; init; }

    /// <summary>Whether sound was asked for.</summary>
    public bool? AskedAudio { get; init; }

    /// <summary>How the video differs from what was asked for; empty where it does not.</summary>
    public ValueList<string> Differences { get; init; } = [];

    /// <summary>What is wrong with the file; null where its structure is whole.</summary>
    public string? Problem { get; init; }

    /// <summary>Where nothing is seen; null where nobody looked.</summary>
    public ValueList<VideoStretch>? Black { get; init; }

    /// <summary>Where nothing moves; null where nobody looked.</summary>
    public ValueList<VideoStretch>? Frozen { get; init; }

    /// <summary>Where nothing is heard; null where nobody looked, or there is no sound.</summary>
    public ValueList<VideoStretch>? Silent { get; init; }

    /// <summary>Measures a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="task">The task that it was saved of, where that is known.</param>
    /// <param name="catalogue">Explains what the task's request asked for.</param>
    /// <exception cref="FilmException">The file is no video, or cannot be read.</exception>
    public static VideoMeasure Of(string path, ApimartTask? task = null, ModelCatalogue? catalogue = null)
    {
        VideoFacts facts = ReadFacts(path, out long length);
        AskedVideo asked = Asked(task, catalogue);
        return new VideoMeasure
        {
            Path = path,
            FileSize = length,
            Format = facts.Format switch
            {
                VideoFormat.QuickTime => "MOV",
                VideoFormat.WebM => "WebM",
                VideoFormat.Matroska => "MKV",
                _ => "MP4",
            },
            Seconds = Rounded(facts.Seconds),
            Width = facts.Picture?.ShownWidth ?? 0,
            Height = facts.Picture?.ShownHeight ?? 0,
            Rotation = facts.Picture?.Rotation ?? 0,
            FrameRate = Rounded(facts.Picture?.FrameRate),
            FrameCount = facts.Picture?.PlayedSamples ?? 0,
            VideoCodec = facts.Picture?.Codec,
            HasAudio = facts.Sound is not null,
            AudioCodec = facts.Sound?.Codec,
            AudioSeconds = Rounded(facts.Sound?.Seconds),
            AudioChannels = facts.Sound is { Channels: > 0 and var channels } ? channels : null,
            AudioSampleRate = facts.Sound is { SampleRate: > 0 and var rate } ? rate : null,
            TaskId = task?.TaskId,
            JobName = task?.JobName,
            Model = task?.Model,
            AskedSeconds = asked.Seconds,
            AskedResolution = asked.ResolutionText,
            AskedAspectRatio = asked.AspectRatioText,
            AskedAudio = asked.Sound,
            Differences = [.. AskedCheck.Differences(asked, facts)],
            Problem = facts.Problem,
        };
    }

    /// <summary>The file's name, its length, size and rate.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Name}: {Seconds:0.###} s, {Width}x{Height}, {FrameRate:0.###} frames a second");

    /// <summary>Looks for what is black, frozen or silent; decodes the whole video with ffmpeg.</summary>
    /// <exception cref="FilmException">ffmpeg could not decode it.</exception>
    internal async Task<VideoMeasure> WithStretchesAsync(FfmpegProgram ffmpeg, CancellationToken stop)
    {
        bool hasPicture = VideoCodec is not null;
        StretchFinder found = await StretchFinder.FindAsync(ffmpeg, Path, hasPicture, HasAudio, Seconds ?? 0, stop).ConfigureAwait(false);
        return this with
        {
            Black = hasPicture ? [.. found.Black] : null,
            Frozen = hasPicture ? [.. found.Frozen] : null,
            Silent = HasAudio ? [.. found.Silent] : null,
        };
    }

    /// <exception cref="FilmException">The file is no video, or cannot be read.</exception>
    internal static VideoFacts ReadFacts(string path, out long length)
    {
        try
        {
            using FileStream file = Disk.OpenShared(path);
            length = file.Length;
            VideoFacts facts = VideoFacts.Read(file);
            return facts.Format is not null ? facts : throw new FilmException(
                FilmFault.NotAVideo,
                $"'{path}' is no video: it {facts.Problem}.",
                "Give MP4, MOV, WebM or MKV files; a file that was cut short is fetched anew with Save-ApimartVideo -Force.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new FilmException(FilmFault.VideoNotRead, $"'{path}' could not be read: {fault.Message}", "Look whether the file is there and may be read.", fault);
        }
    }

    internal static AskedVideo Asked(ApimartTask? task, ModelCatalogue? catalogue)
    {
        VideoModel? model = null;
        if (task?.Model is { } name)
        {
            (catalogue ?? ModelCatalogue.Default).TryFind(name, out model);
        }

        return AskedVideo.Of(model, task?.Request);
    }

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 6) : null;
}
