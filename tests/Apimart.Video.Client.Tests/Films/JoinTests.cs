using System.Text.Json.Nodes;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Films;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Films;

/// <summary>Clips become one film: nothing added, nothing lost, sound and pictures together to the end.</summary>
public sealed class JoinTests
{
    private const double Frame = 1 / 24.0;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Clips_that_are_alike_are_copied_and_their_frames_add_up()
    {
        Ffmpeg.Require();
        using TempFolder folder = new();
        FilmClip[] clips = [.. Enumerable.Range(0, 5).Select(i => Clips.Read(Clips.Make(folder, $"{i}.mp4", 25 + (7 * i))))];

        (string film, FilmPlan plan) = await Join(folder, clips);

        Assert.True(plan.Copies, plan.Unlike);
        await HoldTogether(film, clips.Sum(clip => clip.Facts.Picture!.Samples));
        Assert.Equal(FrameHashes(clips.Select(clip => clip.Path)), FrameHashes([film]));
    }

    [Fact]
    public async Task Clips_of_other_sizes_rates_and_codecs_are_made_like_the_first()
    {
        Ffmpeg.Require();
        using TempFolder folder = new();
        FilmClip[] clips =
        [
            Clips.Read(Clips.Make(folder, "a.mp4", 48)),
            Clips.Read(Clips.Make(folder, "b.mp4", 30, size: "90x160")),
            Clips.Read(Clips.Make(folder, "c.mp4", 60, rate: "30")),
            Clips.Read(Clips.Make(folder, "d.webm", 24, sound: false, more: "-c:v libvpx -deadline realtime -cpu-used 8")),
            Clips.Read(Clips.Make(folder, "e.mp4", 24, sound: false)),
        ];

        (string film, FilmPlan plan) = await Join(folder, clips);

        Assert.False(plan.Copies);
        VideoMeasure measure = await HoldTogether(film, 48 + 30 + 48 + 24 + 24);
        Assert.Equal((160, 90, "H.264"), (measure.Width, measure.Height, measure.VideoCodec));
        Assert.Equal(24, measure.FrameRate!.Value, 3);
    }

    [Fact]
    public async Task A_size_makes_the_pictures_anew_unless_they_have_it()
    {
        Ffmpeg.Require();
        using TempFolder folder = new();
        FilmClip[] clips = [Clips.Read(Clips.Make(folder, "a.mp4", 24)), Clips.Read(Clips.Make(folder, "b.mp4", 25))];

        (string film, FilmPlan plan) = await Join(folder, clips, (320, 240));

        Assert.False(plan.Copies);
        VideoMeasure measure = await HoldTogether(film, 49);
        Assert.Equal((320, 240), (measure.Width, measure.Height));
        Assert.True(FilmPlan.Of(clips, (160, 90)).Copies);
    }

    [Fact]
    public async Task A_clip_without_sound_is_silent_just_as_long_as_it_plays()
    {
        Ffmpeg.Require();
        using TempFolder folder = new();
        FilmClip[] clips = [Clips.Read(Clips.Make(folder, "a.mp4", 48)), Clips.Read(Clips.Make(folder, "b.mp4", 36, sound: false)), Clips.Read(Clips.Make(folder, "c.mp4", 48))];

        (string film, FilmPlan plan) = await Join(folder, clips);

        Assert.True(plan.Copies, plan.Unlike);
        VideoMeasure measure = await (await HoldTogether(film, 132)).WithStretchesAsync(FfmpegProgram.Find(), Stop);
        VideoStretch silence = Assert.Single(measure.Silent!);
        Assert.Equal(2, silence.Start, 0.05);
        Assert.Equal(3.5, silence.End, 0.05);
    }

    [Fact]
    public async Task A_film_of_silent_clips_has_no_sound()
    {
        Ffmpeg.Require();
        using TempFolder folder = new();
        FilmClip[] clips = [Clips.Read(Clips.Make(folder, "a.mp4", 24, sound: false)), Clips.Read(Clips.Make(folder, "b.mp4", 24, sound: false))];

        (string film, _) = await Join(folder, clips);

        Assert.False((await HoldTogether(film, 48)).HasAudio);
    }

    /// <summary>A sound that is longer or shorter than its pictures, as real clips have it, shifts nothing behind it.</summary>
    [Fact]
    public async Task Sound_that_is_longer_or_shorter_than_its_pictures_shifts_nothing()
    {
        Ffmpeg.Require();
        using TempFolder folder = new();
        string pictures = Clips.Make(folder, "pictures.mp4", 24);
        string[] kinds = [.. ((string[])["0.7", "1.4"]).Select(length =>
        {
            // A beep in the first tenth of the second.
            string clip = folder[$"{length} seconds of sound.mp4"];
            Ffmpeg.Run("-i", pictures, "-f", "lavfi", "-t", length, "-i", "aevalsrc=0.5*sin(2*PI*900*t)*lt(t\\,0.1):s=44100", "-map", "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", "aac", clip);
            return clip;
        })];
        List<FilmClip> clips = [];
        for (int i = 0; i < 12; i++)
        {
            string clip = folder[$"clip {i}.mp4"];
            File.Copy(kinds[i % 2], clip);
            clips.Add(Clips.Read(clip));
        }

        (string film, FilmPlan plan) = await Join(folder, [.. clips]);

        Assert.True(plan.Copies, plan.Unlike);
        await HoldTogether(film, 12 * 24);
        string raw = folder["sound"];
        Ffmpeg.Run("-i", film, "-map", "0:a", "-ac", "1", "-ar", "48000", "-f", "s16le", raw);
        short[] samples = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(File.ReadAllBytes(raw)).ToArray();
        for (int i = 0; i < 12; i++)
        {
            int from = Math.Max(0, (i * 48000) - 12000);
            int beep = Array.FindIndex(samples, from, sample => Math.Abs((int)sample) > 3000);
            Assert.InRange(beep / 48000.0, i - Frame, i + Frame);
        }
    }

    [Theory]
    [InlineData("it's a \"clip\".mp4")]
    [InlineData("-i.mp4")]
    [InlineData("100%d %03d.mp4")]
    [InlineData("one\ntwo.mp4")]
    [InlineData("mist über 東京 🦊.mp4")]
    [InlineData("a;b|c&d $(e) `f`.mp4")]
    [InlineData("http:clip?x=1#y.mp4")]
    [InlineData("back\\slash [1].mp4")]
    public async Task Whatever_a_file_is_called_it_is_only_a_file(string name)
    {
        Ffmpeg.Require();
        Assert.SkipWhen(OperatingSystem.IsWindows() && name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0, "Windows has no such names.");
        using TempFolder folder = new();
        string strange = Path.GetFileNameWithoutExtension(name) + ".d";
        Directory.CreateDirectory(folder[strange]);
        string file = Path.Combine(folder[strange], name);
        File.Move(Clips.Make(folder, "plain.mp4", 24), file);
        ApimartTask task = new() { TaskId = "task_1", Prompt = $"{name} = # ; \\ \n[CHAPTER]", Model = "sora-2" };

        (string film, _) = await Join(folder, [Clips.Read(file, task), Clips.Read(file, task)], destination: Path.Combine(folder[strange], "film of " + name));

        await HoldTogether(film, 48);
        Assert.Equal([name, "film of " + name], Directory.GetFileSystemEntries(folder[strange]).Select(Path.GetFileName).OrderBy(one => one!.Length));
    }

    [Fact]
    public async Task Chapters_and_metadata_tell_what_the_film_is_made_of()
    {
        Ffmpeg.Require();
        using TempFolder folder = new();
        ApimartTask first = new() { TaskId = "task_A", Model = "sora-2", Prompt = "a fox; it = red #1 \\ done\nnext", JobName = "autumn", RowNumber = 1, Row = new Dictionary<string, string> { ["Shot"] = "1a" } };
        ApimartTask second = new() { TaskId = "task_B", Model = "veo3.1-fast", Prompt = "a harbour", JobName = "autumn", RowNumber = 2 };

        (string film, _) = await Join(folder, [Clips.Read(Clips.Make(folder, "a.mp4", 24), first), Clips.Read(Clips.Make(folder, "b.mp4", 36), second)]);

        JsonNode told = JsonNode.Parse(Ffmpeg.Start("ffprobe", ["-v", "error", "-show_chapters", "-show_format", "-of", "json", film]).Output)!;
        Assert.Equal(["1a", "a harbour"], told["chapters"]!.AsArray().Select(chapter => (string)chapter!["tags"]!["title"]!));
        Assert.Equal(["0.000000", "1.000000"], told["chapters"]!.AsArray().Select(chapter => (string)chapter!["start_time"]!));
        JsonNode tags = told["format"]!["tags"]!;
        Assert.Equal("My film", (string)tags["title"]!);
        Assert.Contains("1. 1a: a fox; it = red #1 \\ done next (sora-2, task_A)", (string)tags["description"]!, StringComparison.Ordinal);
        JsonArray made = JsonNode.Parse((string)tags["comment"]!)!.AsArray();
        Assert.Equal([("task_A", first.Prompt), ("task_B", second.Prompt)], made.Select(clip => ((string)clip!["task"]!, (string)clip["prompt"]!)));
    }

    [Fact]
    public async Task A_clip_that_cannot_be_decoded_is_named_and_nothing_is_left_behind()
    {
        Ffmpeg.Require();
        using TempFolder folder = new();
        string broken = Clips.Make(folder, "broken.mp4", 24);
        FilmClip[] clips = [Clips.Read(Clips.Make(folder, "a.mp4", 24, size: "320x180")), Clips.Read(broken)];
        File.WriteAllText(broken, "not any more");

        FilmException fault = await Assert.ThrowsAsync<FilmException>(() => Join(folder, clips));

        Assert.Equal(FilmFault.FfmpegFailed, fault.Fault);
        Assert.Contains("broken.mp4", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Invalid data", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["a.mp4", "broken.mp4"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Stopped_anywhere_it_leaves_neither_ffmpeg_nor_a_part()
    {
        Ffmpeg.Require();
        using TempFolder folder = new();
        FilmClip[] clips = [.. Enumerable.Range(0, 3).Select(i => Clips.Read(Clips.Make(folder, $"{i}.mp4", 24)))];
        for (int after = 1; after <= 6; after++)
        {
            using CancellationTokenSource stop = new();
            int told = 0;
            FilmJoiner joiner = new(FfmpegProgram.Find(), clips, FilmPlan.Of(clips, (640, 360)), _ =>
            {
                if (++told == after)
                {
                    stop.Cancel();
                }
            });

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => joiner.JoinAsync(folder["film.mp4"], "x", force: false, stop.Token));

            Assert.Equal(["0.mp4", "1.mp4", "2.mp4"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_file_that_is_there_stays_unless_it_may_be_replaced()
    {
        Ffmpeg.Require();
        using TempFolder folder = new();
        FilmClip[] clips = [Clips.Read(Clips.Make(folder, "a.mp4", 24))];
        File.WriteAllText(folder["film.mp4"], "mine");
        FilmJoiner joiner = new(FfmpegProgram.Find(), clips, FilmPlan.Of(clips, null));

        Assert.Equal(FilmFault.FilmNotWritten, (await Assert.ThrowsAsync<FilmException>(() => joiner.JoinAsync(folder["film.mp4"], "x", force: false, Stop))).Fault);
        Assert.Equal("mine", File.ReadAllText(folder["film.mp4"]));
        await joiner.JoinAsync(folder["film.mp4"], "x", force: true, Stop);
        await HoldTogether(folder["film.mp4"], 24);
    }

    [Fact]
    public void Without_ffmpeg_the_error_tells_how_to_get_it()
    {
        using TempFolder folder = new();
        Assert.Null(FfmpegProgram.FindIn(folder.Path));
        Assert.Null(FfmpegProgram.FindIn(null));
        File.WriteAllText(folder[OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg"], string.Empty);
        Assert.NotNull(FfmpegProgram.FindIn($"relative{Path.PathSeparator}{Path.PathSeparator}{folder.Path}"));
    }

    private static async Task<(string Film, FilmPlan Plan)> Join(TempFolder folder, FilmClip[] clips, (int, int)? size = null, string? destination = null)
    {
        string film = destination ?? folder["film.mp4"];
        FilmPlan plan = FilmPlan.Of(clips, size);
        await new FilmJoiner(FfmpegProgram.Find(), clips, plan).JoinAsync(film, "My film", force: false, Stop);
        return (film, plan);
    }

    /// <summary>As another program sees it: all frames are there, each at its own time, and the sound ends with the pictures.</summary>
    private static Task<VideoMeasure> HoldTogether(string film, long frames)
    {
        Dictionary<string, string> picture = Ffmpeg.Probe(FfmpegProgram.Name(film), "stream=nb_read_frames,duration,avg_frame_rate", countsFrames: true);
        Assert.Equal(frames, Ffmpeg.Number(picture["nb_read_frames"]));
        Assert.Equal(frames * Frame, Ffmpeg.Number(picture["duration"]), Frame / 2);
        double[] times = [.. Ffmpeg.Start("ffprobe", ["-v", "error", "-select_streams", "v:0", "-show_entries", "frame=pts_time", "-of", "csv=p=0", FfmpegProgram.Name(film)])
            .Output.Split(['\n', '\r', ','], StringSplitOptions.RemoveEmptyEntries).Select(Ffmpeg.Number)];
        Assert.Equal(frames, times.Length);
        Assert.All(times.Select((time, i) => time - times[0] - (i * Frame)), off => Assert.InRange(off, -0.001, 0.001));
        if (Ffmpeg.Probe(FfmpegProgram.Name(film), "stream=duration", "a:0").TryGetValue("duration", out string? sound))
        {
            Assert.Equal(frames * Frame, Ffmpeg.Number(sound), Frame);
        }

        return Task.FromResult(VideoMeasure.Of(film));
    }

    private static string[] FrameHashes(IEnumerable<string> files) =>
        [.. files.SelectMany(file => Ffmpeg.Start("ffmpeg", ["-v", "error", "-i", file, "-map", "0:v", "-f", "framehash", "-"]).Output
            .Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(',')[^1].Trim()))];
}
