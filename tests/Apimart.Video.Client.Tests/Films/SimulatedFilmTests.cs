using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Simulator.Videos;

namespace Apimart.Video.Client.Tests.Films;

/// <summary>The simulator's films, as another program reads and plays them.</summary>
public sealed class SimulatedFilmTests
{
    [Theory]
    [InlineData(1280, 720, 8, true)]
    [InlineData(1920, 1080, 5, true)]
    [InlineData(720, 1280, 4, false)]
    [InlineData(854, 480, 15, true)]
    [InlineData(2, 2, 1, true)]
    [InlineData(18, 34, 2, false)]
    [InlineData(3840, 2160, 3, true)]
    public void They_play_without_a_fault_and_are_what_was_asked_for(int width, int height, int seconds, bool sound)
    {
        Ffmpeg.Require();
        using TempFolder folder = new();
        string file = Path.Combine(folder.Path, "film.mp4");
        File.WriteAllBytes(file, FilmMaker.Film(new FilmSpec(width, height, seconds, sound, 3)));

        Dictionary<string, string> picture = Ffmpeg.Probe(file, "stream=width,height,avg_frame_rate,duration,nb_read_frames,codec_name,level", countsFrames: true);

        Assert.Equal(("h264", $"{width}", $"{height}", "24/1"), (picture["codec_name"], picture["width"], picture["height"], picture["avg_frame_rate"]));
        Assert.Equal(seconds, Ffmpeg.Number(picture["duration"]), 3);
        Assert.Equal(seconds * 24, Ffmpeg.Number(picture["nb_read_frames"]));
        Dictionary<string, string> audio = Ffmpeg.Probe(file, "stream=codec_name,duration", "a:0");
        Assert.Equal(sound, audio.Count > 0);
        if (sound)
        {
            Assert.Equal("aac", audio["codec_name"]);
            Assert.InRange(Ffmpeg.Number(audio["duration"]), seconds, seconds + 0.064);
        }

        Assert.Equal(string.Empty, Ffmpeg.Run("-xerror", "-err_detect", "explode", "-i", file, "-f", "null", "-").Trim());
    }

    [Fact]
    public void They_move_and_can_be_heard()
    {
        Ffmpeg.Require();
        using TempFolder folder = new();
        string file = Path.Combine(folder.Path, "film.mp4");
        File.WriteAllBytes(file, FilmMaker.Film(new FilmSpec(1280, 720, 8, true, 0)));

        string told = Ffmpeg.Run("-v", "info", "-i", file, "-vf", "freezedetect,blackdetect", "-af", "silencedetect", "-f", "null", "-");

        Assert.DoesNotContain("freeze_start", told, StringComparison.Ordinal);
        Assert.DoesNotContain("black_start", told, StringComparison.Ordinal);
        Assert.DoesNotContain("silence_start", told, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_picture_has_its_columns_and_the_bar_grows_to_the_end()
    {
        Ffmpeg.Require();
        using TempFolder folder = new();
        string file = Path.Combine(folder.Path, "film.mp4");
        File.WriteAllBytes(file, FilmMaker.Film(new FilmSpec(320, 192, 2, false, 0)));
        string raw = Path.Combine(folder.Path, "luma");
        Ffmpeg.Run("-i", file, "-pix_fmt", "gray", "-vf", "format=yuv420p,extractplanes=y", "-f", "rawvideo", raw);
        byte[] luma = File.ReadAllBytes(raw);

        Assert.Equal(48 * 320 * 192, luma.Length);
        for (int frame = 0; frame < 48; frame++)
        {
            ReadOnlySpan<byte> picture = luma.AsSpan(frame * 320 * 192, 320 * 192);
            Assert.Equal([180, 150, 120, 110, 90, 70], Enumerable.Range(0, 6).Select(column => (int)luma[(frame * 320 * 192) + (40 * 320) + (column * 320 / 6) + 30]));
            int bar = picture.Slice(185 * 320, 320).IndexOf((byte)40) is var end and >= 0 ? end : 320;
            Assert.Equal(16 * (1 + (19 * frame / 47)), bar);
        }
    }

    [Fact]
    public void They_are_small()
    {
        Assert.InRange(FilmMaker.Film(new FilmSpec(1280, 720, 8, true, 0)).Length, 1, 20_000);
        Assert.InRange(FilmMaker.Film(new FilmSpec(3840, 2160, 30, true, 0)).Length, 1, 200_000);
    }
}
