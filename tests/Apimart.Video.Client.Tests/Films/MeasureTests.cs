using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Films;

namespace Apimart.Video.Client.Tests.Films;

/// <summary>What is read of real files, beside what ffprobe says of them.</summary>
public sealed class MeasureTests
{
    private const string Tone = "sine=frequency=300:sample_rate=48000";

    private static readonly Dictionary<string, string> s_codecs = new()
    {
        ["h264"] = "H.264", ["hevc"] = "H.265", ["av1"] = "AV1", ["vp9"] = "VP9", ["vp8"] = "VP8", ["mpeg4"] = "MPEG-4", ["mjpeg"] = "MJPEG", ["prores"] = "ProRes",
        ["aac"] = "AAC", ["mp3"] = "MP3", ["opus"] = "Opus", ["vorbis"] = "Vorbis", ["flac"] = "FLAC", ["alac"] = "ALAC", ["ac3"] = "AC-3", ["pcm_s16le"] = "PCM",
    };

    public static TheoryData<string, string, string, string?> Files() => new()
    {
        { "plain.mp4", "testsrc=s=320x180:r=24:d=3", "-c:v libx264 -preset ultrafast -pix_fmt yuv420p", "-c:a aac" },
        { "frames between.mp4", "testsrc=s=320x180:r=30000/1001:d=2", "-c:v libx264 -bf 3 -pix_fmt yuv420p", "-c:a aac -ac 1 -ar 44100" },
        { "silent.mp4", "testsrc=s=180x320:r=25:d=1.5", "-c:v libx264 -preset ultrafast", null },
        { "in fragments.mp4", "testsrc=s=320x180:r=24:d=3", "-c:v libx264 -preset ultrafast -g 12 -movflags frag_keyframe+empty_moov+default_base_moof", "-c:a aac" },
        { "fragments of frames.mp4", "testsrc=s=160x90:r=12:d=2", "-c:v libx264 -bf 2 -movflags frag_every_frame+empty_moov", "-c:a aac" },
        { "some fragments.mp4", "testsrc=s=160x90:r=24:d=2", "-c:v libx264 -g 12 -movflags frag_keyframe", "-c:a aac" },
        { "index first.mp4", "testsrc=s=320x180:r=60:d=1", "-c:v libx264 -preset ultrafast -movflags +faststart", "-c:a libmp3lame" },
        { "h265.mp4", "testsrc=s=320x180:r=24:d=1", "-c:v libx265 -preset ultrafast -tag:v hvc1 -x265-params log-level=none", "-c:a ac3" },
        { "mpeg4.mp4", "testsrc=s=320x180:r=24:d=2", "-c:v mpeg4", "-c:a aac" },
        { "vp9.mp4", "testsrc=s=160x90:r=24:d=1", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8", "-c:a libopus" },
        { "av1.mp4", "testsrc=s=64x64:r=24:d=0.5", "-c:v libaom-av1 -cpu-used 8 -usage realtime", null },
        { "quicktime.mov", "testsrc=s=160x90:r=24:d=1", "-c:v prores", "-c:a pcm_s16le" },
        { "lossless.mov", "testsrc=s=160x90:r=24:d=1", "-c:v mjpeg", "-c:a alac" },
        { "wide pixels.mp4", "testsrc=s=180x180:r=24:d=1", "-c:v libx264 -vf setsar=16/9", null },
        { "web.webm", "testsrc=s=160x90:r=24:d=2", "-c:v libvpx -deadline realtime -cpu-used 8", "-c:a libvorbis" },
        { "web2.webm", "testsrc=s=160x90:r=30:d=1", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8", "-c:a libopus" },
        { "matroska.mkv", "testsrc=s=160x90:r=25:d=2", "-c:v libx264 -bf 3", "-c:a flac" },
        { "uneven.mp4", "testsrc=s=160x90:r=24:d=3", "-c:v libx264 -vf select=not(eq(mod(n\\,5)\\,1)) -vsync vfr", "-c:a aac" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Everything_that_is_told_is_what_ffprobe_tells(string name, string source, string picture, string? sound)
    {
        Ffmpeg.Require();
        using TempFolder folder = new();
        string file = folder[name];
        Ffmpeg.Run(["-f", "lavfi", "-i", source, .. sound is null ? [] : (string[])["-f", "lavfi", "-i", Tone, "-shortest"], .. picture.Split(' '), .. sound?.Split(' ') ?? [], file]);

        Agree(file);
    }

    [Theory]
    [InlineData("begins late", "-itsoffset 0.5")]
    [InlineData("cut without decoding", "-ss 0.7")]
    public void Edit_lists_are_read(string name, string input)
    {
        Ffmpeg.Require();
        using TempFolder folder = new();
        string plain = folder["plain.mp4"];
        Ffmpeg.Run("-f", "lavfi", "-i", "testsrc=s=160x90:r=24:d=3", "-c:v", "libx264", "-bf", "2", "-g", "12", plain);
        string file = folder[$"{name}.mp4"];
        Ffmpeg.Run([.. input.Split(' '), "-i", plain, "-c", "copy", file]);

        VideoMeasure measure = VideoMeasure.Of(file);

        Assert.Null(measure.Problem);
        Dictionary<string, string> stream = Ffmpeg.Probe(file, "stream=nb_read_frames,avg_frame_rate", countsFrames: true);
        Assert.InRange(measure.FrameCount, Ffmpeg.Number(stream["nb_read_frames"]) - 1, Ffmpeg.Number(stream["nb_read_frames"]) + 1);
        Assert.InRange(measure.Seconds!.Value * 24, Ffmpeg.Number(stream["nb_read_frames"]) - 1, Ffmpeg.Number(stream["nb_read_frames"]) + 1);
    }

    [Theory]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    public void A_turned_picture_is_told_as_it_is_shown(int degrees)
    {
        Ffmpeg.Require();
        using TempFolder folder = new();
        string plain = folder["plain.mp4"];
        Ffmpeg.Run("-f", "lavfi", "-i", "testsrc=s=320x180:r=24:d=0.5", "-c:v", "libx264", plain);
        string file = folder["turned.mp4"];
        Ffmpeg.Run("-i", plain, "-c", "copy", "-metadata:s:v:0", $"rotate={degrees}", file);

        VideoMeasure measure = VideoMeasure.Of(file);

        // ffprobe tells degrees against the clock.
        double told = Ffmpeg.Number(Ffmpeg.Probe(file, "stream_side_data=rotation")["rotation"]);
        Assert.Equal((360 - told) % 360, measure.Rotation);
        Assert.Contains(measure.Rotation, (int[])[degrees, 360 - degrees]);
        Assert.Equal(degrees == 180 ? (320, 180) : (180, 320), (measure.Width, measure.Height));
    }

    [Fact]
    public void A_file_that_ends_early_says_so_and_what_it_can()
    {
        Ffmpeg.Require();
        using TempFolder folder = new();
        string file = folder["cut.mp4"];
        Ffmpeg.Run("-f", "lavfi", "-i", "testsrc=s=160x90:r=24:d=2", "-c:v", "libx264", "-movflags", "+faststart", file);
        using (FileStream cut = new(file, FileMode.Open))
        {
            cut.SetLength(cut.Length - 100);
        }

        VideoMeasure measure = VideoMeasure.Of(file);

        Assert.Equal("ends inside its 'mdat' box", measure.Problem);
        Assert.Equal(48, measure.FrameCount);
    }

    [Fact]
    public void What_is_no_video_or_not_there_is_a_fault_of_its_own()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["page.mp4"], "<html>no</html>");

        Assert.Equal(FilmFault.NotAVideo, Assert.Throws<FilmException>(() => VideoMeasure.Of(folder["page.mp4"])).Fault);
        Assert.Equal(FilmFault.VideoNotRead, Assert.Throws<FilmException>(() => VideoMeasure.Of(folder["none.mp4"])).Fault);
    }

    [Fact]
    public async Task Black_frozen_and_silent_stretches_are_found_where_they_are()
    {
        Ffmpeg.Require();
        using TempFolder folder = new();
        string file = folder["stretches.mp4"];
        Ffmpeg.Run(
            "-f", "lavfi", "-i", "testsrc=s=160x90:r=24:d=2", "-f", "lavfi", "-i", "color=black:s=160x90:r=24:d=1.5", "-f", "lavfi", "-i", "testsrc=s=160x90:r=24:d=1",
            "-f", "lavfi", "-i", "sine=frequency=300:d=3", "-filter_complex", "[0][1][2]concat=n=3[v];[3]apad[a]", "-map", "[v]", "-map", "[a]", "-t", "4.5", "-c:v", "libx264", "-c:a", "aac", file);

        VideoMeasure measure = await VideoMeasure.Of(file).WithStretchesAsync(FfmpegProgram.Find(), TestContext.Current.CancellationToken);

        Near(2, 3.5, Assert.Single(measure.Black!));
        Near(2, 3.5, Assert.Single(measure.Frozen!));
        Near(3, 4.5, Assert.Single(measure.Silent!));

        static void Near(double start, double end, VideoStretch stretch)
        {
            Assert.InRange(stretch.Start, start - 0.1, start + 0.1);
            Assert.InRange(stretch.End, end - 0.1, end + 0.1);
        }
    }

    private static void Agree(string file)
    {
        VideoMeasure measure = VideoMeasure.Of(file);
        Dictionary<string, string> picture = Ffmpeg.Probe(file, "stream=codec_name,width,height,avg_frame_rate,nb_read_frames,sample_aspect_ratio", countsFrames: true);
        Dictionary<string, string> sound = Ffmpeg.Probe(file, "stream=codec_name,channels,sample_rate,duration", "a:0");
        double frame = 1 / Ffmpeg.Rate(picture["avg_frame_rate"]);

        Assert.Null(measure.Problem);
        Assert.Equal(s_codecs[picture["codec_name"]], measure.VideoCodec);
        double pixel = picture.GetValueOrDefault("sample_aspect_ratio") is { } ratio and not ("N/A" or "1:1") ? Ffmpeg.Rate(ratio.Replace(':', '/')) : 1;
        Assert.Equal((int)Math.Round(Ffmpeg.Number(picture["width"]) * pixel), measure.Width);
        Assert.Equal(int.Parse(picture["height"]), measure.Height);
        Assert.Equal(long.Parse(picture["nb_read_frames"]), measure.FrameCount);
        Assert.Equal(Ffmpeg.Rate(picture["avg_frame_rate"]), measure.FrameRate!.Value, Ffmpeg.Rate(picture["avg_frame_rate"]) * 0.02);
        Assert.InRange(measure.Seconds!.Value, (measure.FrameCount * frame) - frame, (measure.FrameCount * frame) + frame);
        Assert.Equal(sound.Count > 0, measure.HasAudio);
        if (measure.HasAudio)
        {
            Assert.Equal((s_codecs[sound["codec_name"]], int.Parse(sound["sample_rate"])), (measure.AudioCodec, measure.AudioSampleRate));
            Assert.Equal(measure.AudioCodec == "MP3" ? null : int.Parse(sound["channels"]), measure.AudioChannels);
            if (double.TryParse(sound.GetValueOrDefault("duration"), System.Globalization.CultureInfo.InvariantCulture, out double seconds))
            {
                Assert.Equal(seconds, measure.AudioSeconds!.Value, 0.06);
            }
        }
    }
}
