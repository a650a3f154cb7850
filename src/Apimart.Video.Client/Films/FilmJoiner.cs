using System.Globalization;
using System.Text;
using Apimart.Video.Containers;
using Apimart.Video.Files;

namespace Apimart.Video.Films;

/// <summary>How far a film is.</summary>
/// <param name="Done">The part that is done, 0 to 1.</param>
/// <param name="Doing">What is being done.</param>
internal sealed record FilmProgress(double Done, string Doing);

/// <summary>
/// Joins clips into one MP4. Each clip's pictures become a part of their own, copied or made alike, and its sound is brought to the
/// sample to the length of its pictures; then the parts are put behind one another. All of it happens in a folder beside the film,
/// which takes its name only when it is what its clips add up to.
/// </summary>
internal sealed class FilmJoiner
{
    private const string Film = "film.mp4";
    private const string Sound = "sound.pcm";
    private const string Notes = "notes.txt";
    private const string List = "parts.txt";

    private readonly FfmpegProgram _ffmpeg;
    private readonly IReadOnlyList<FilmClip> _clips;
    private readonly FilmPlan _plan;
    private readonly Action<FilmProgress>? _progress;
    private readonly double _seconds;
    private double _done;

    internal FilmJoiner(FfmpegProgram ffmpeg, IReadOnlyList<FilmClip> clips, FilmPlan plan, Action<FilmProgress>? progress = null)
    {
        _ffmpeg = ffmpeg;
        _clips = clips;
        _plan = plan;
        _progress = progress;

        // The parts, and then all of it once more.
        _seconds = Math.Max(0.001, 2 * clips.Sum(clip => clip.Facts.Seconds ?? 0));
    }

    /// <summary>Makes the film.</summary>
    /// <param name="destination">Its full path; a file that is there is replaced only where <paramref name="force"/> is set.</param>
    /// <param name="title">Its name.</param>
    /// <param name="force">Whether a file that is there may be replaced.</param>
    /// <param name="stop">Ends ffmpeg and takes away what is half done.</param>
    /// <exception cref="FilmException">A clip cannot be decoded, or the film cannot be written or is not whole.</exception>
    internal async Task JoinAsync(string destination, string title, bool force, CancellationToken stop)
    {
        string folder = Path.Combine(Path.GetDirectoryName(destination)!, $"join-{Guid.NewGuid():n}.part");
        try
        {
            Directory.CreateDirectory(folder);
            long[] ends = await MakePartsAsync(folder, stop).ConfigureAwait(false);
            await MakeFilmAsync(folder, title, ends, stop).ConfigureAwait(false);
            Check(Path.Combine(folder, Film), ends);
            Disk.Move(Path.Combine(folder, Film), destination, force);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new FilmException(FilmFault.FilmNotWritten, $"'{destination}' was not written: {fault.Message}", "Make room or grant access, or give another -DestinationPath.", fault);
        }
        finally
        {
            Remove(folder);
        }
    }

    /// <summary>Makes a part of each clip's pictures, and the sound of all.</summary>
    /// <returns>Where each part ends, in the plan's units of time.</returns>
    private async Task<long[]> MakePartsAsync(string folder, CancellationToken stop)
    {
        long[] ends = new long[_clips.Count];
        long end = 0;
        FileStream file = new(Path.Combine(folder, Sound), FileMode.CreateNew);
        await using (file.ConfigureAwait(false))
        {
            FilmSound sound = new(file);
            for (int i = 0; i < _clips.Count; i++)
            {
                FilmClip clip = _clips[i];
                string part = Path.Combine(folder, PartName(i));
                Tell(0, $"Clip {i + 1} of {_clips.Count}: {Path.GetFileName(clip.Path)}");
                bool isHeard = _plan.HasSound && clip.Facts.Sound is not null;

                // A clip's sound may be longer than its pictures, but not without bounds: what is kept of it is cut below.
                long most = (long)(((clip.Facts.Seconds ?? 0) + 1) * FilmSound.Rate);
                await _ffmpeg.RunAsync(
                    PartArguments(clip, PartName(i), isHeard),
                    $"read '{clip.Path}'",
                    folder,
                    isHeard ? (output, token) => sound.TakeAsync(output, most, token) : null,
                    seconds => Tell(Math.Min(seconds, clip.Facts.Seconds ?? 0), null),
                    stop: stop).ConfigureAwait(false);
                ends[i] = end += FramesOf(part, clip) * _plan.FrameTicks;
                if (_plan.HasSound)
                {
                    await sound.EndAtAsync(end, _plan.Scale, stop).ConfigureAwait(false);
                }

                _done += clip.Facts.Seconds ?? 0;
            }
        }

        return ends;
    }

    private string[] PartArguments(FilmClip clip, string part, bool isHeard)
    {
        string size = string.Create(CultureInfo.InvariantCulture, $"{_plan.Width}:{_plan.Height}");
        string[] pictures = _plan.Copies
            ? ["-c:v", "copy"]
            :
            [
                "-vf",
                $"fps={_plan.Rate},scale={size}:force_original_aspect_ratio=decrease:force_divisible_by=2,pad={size}:(ow-iw)/2:(oh-ih)/2,setsar=1,format=yuv420p",
                "-c:v", "libx264", "-preset", "medium", "-crf", "18",
            ];
        string[] sound = isHeard
            ? ["-map", "0:a:0", "-af", $"aresample={FilmSound.Rate}:async=1:first_pts=0", "-ac", $"{FilmSound.Channels}", "-ar", $"{FilmSound.Rate}", "-f", "s16le", "pipe:1"]
            : [];
        return
        [
            "-i", FfmpegProgram.Name(clip.Path),
            "-map", "0:v:0", .. pictures, "-map_metadata", "-1", "-map_chapters", "-1", "-video_track_timescale", Invariant(_plan.Scale), "-f", "mp4", part,
            .. sound,
        ];
    }

    /// <summary>How many pictures a part has; copied, they have to be those of the clip.</summary>
    private long FramesOf(string part, FilmClip clip)
    {
        TrackFacts? picture = VideoMeasure.ReadFacts(part, out _).Picture;
        long frames = picture?.Samples ?? 0;
        double wanted = _plan.Copies ? clip.Facts.Picture!.Samples : (clip.Facts.Seconds ?? 0) / _plan.FrameSeconds;
        return Math.Abs(frames - wanted) <= (_plan.Copies ? 0 : 2) && frames > 0
            ? frames
            : throw NotWhole(string.Create(CultureInfo.InvariantCulture, $"'{clip.Path}' became {frames} pictures, not {wanted:0.#}"));
    }

    private async Task MakeFilmAsync(string folder, string title, long[] ends, CancellationToken stop)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, List), ListOf(ends), stop).ConfigureAwait(false);
        await File.WriteAllTextAsync(
            Path.Combine(folder, Notes),
            FilmNotes.Write(title, [.. _clips.Select((clip, i) => (clip, Seconds(i == 0 ? 0 : ends[i - 1]), Seconds(ends[i])))]),
            stop).ConfigureAwait(false);
        string[] sound = _plan.HasSound
            ? ["-f", "s16le", "-ar", $"{FilmSound.Rate}", "-ac", $"{FilmSound.Channels}", "-i", Sound]
            : [];
        Tell(0, "Putting the clips together");
        await _ffmpeg.RunAsync(
            [
                "-f", "concat", "-safe", "0", "-i", List,
                .. sound,
                "-f", "ffmetadata", "-i", Notes,
                "-map", "0:v:0", .. _plan.HasSound ? (string[])["-map", "1:a:0", "-c:a", "aac", "-b:a", "192k"] : [],
                "-map_metadata", _plan.HasSound ? "2" : "1", "-map_chapters", _plan.HasSound ? "2" : "1",
                "-c:v", "copy", "-video_track_timescale", Invariant(_plan.Scale), "-movflags", "+faststart", "-f", "mp4", Film,
            ],
            "put the clips together",
            folder,
            progress: seconds => Tell(seconds, null),
            stop: stop).ConfigureAwait(false);
    }

    /// <summary>The parts with their lengths in microseconds, each rounded from the beginning of the film: no rounding adds up.</summary>
    private string ListOf(long[] ends)
    {
        StringBuilder list = new("ffconcat version 1.0\n");
        decimal before = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            decimal end = Math.Round((decimal)ends[i] / _plan.Scale, 6);
            list.Append(CultureInfo.InvariantCulture, $"file {PartName(i)}\nduration {end - before:0.000000}\n");
            before = end;
        }

        return list.ToString();
    }

    /// <summary>A film that is not what its clips add up to is worse than none.</summary>
    private void Check(string film, long[] ends)
    {
        VideoFacts facts = VideoMeasure.ReadFacts(film, out _);
        double length = Seconds(ends[^1]);
        double frame = _plan.FrameSeconds;
        if (facts.Problem is { } problem)
        {
            throw NotWhole($"the film {problem}");
        }

        if (facts.Picture?.Samples != ends[^1] / _plan.FrameTicks || Math.Abs((facts.Picture.Seconds ?? 0) - length) >= frame)
        {
            throw NotWhole(string.Create(CultureInfo.InvariantCulture, $"the film has {facts.Picture?.Samples} pictures in {facts.Picture?.Seconds:0.###} s, its clips {ends[^1] / _plan.FrameTicks} in {length:0.###} s"));
        }

        if (_plan.HasSound && Math.Abs((facts.Sound?.Seconds ?? 0) - length) >= frame)
        {
            throw NotWhole(string.Create(CultureInfo.InvariantCulture, $"its sound lasts {facts.Sound?.Seconds:0.###} s, its pictures {length:0.###} s"));
        }
    }

    private static FilmException NotWhole(string what) => new(
        FilmFault.FilmNotWhole,
        $"What ffmpeg made was not kept: {what}.",
        "Give -Size, which makes all pictures anew; if that does not help, join fewer clips to find the one that is at fault.");

    private double Seconds(long ticks) => ticks / (double)_plan.Scale;

    private void Tell(double seconds, string? doing) => _progress?.Invoke(new FilmProgress(Math.Clamp((_done + seconds) / _seconds, 0, 1), doing ?? string.Empty));

    private static string PartName(int index) => string.Create(CultureInfo.InvariantCulture, $"{index + 1:00000}.mp4");

    private static string Invariant(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What could not be made need not be taken away; what is held by another program stays, under a name that says what it is.
        }
    }
}
