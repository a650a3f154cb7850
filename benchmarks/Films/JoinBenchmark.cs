using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Apimart.Video.Films;

namespace Apimart.Video.Benchmarks.Films;

/// <summary>
/// Joins many clips whose sound is now longer, now shorter than their pictures, or missing, and looks in the film for the flash and the
/// beep with which each clip begins: whether all pictures are there, and how far sound and picture are apart.
/// </summary>
internal sealed class JoinBenchmark : IBenchmark
{
    private const int Rate = 48_000;
    private const int SilentEvery = 7;
    private const double Frame = 1 / 24.0;

    public string Name => "join";

    public string Usage => "join [CLIPS] [SEED]        60 clips joined, copied and made anew: frames, and how far sound and picture drift (needs ffmpeg)";

    public async Task<int> RunAsync(string[] args)
    {
        int count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 60;
        int seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
        FfmpegProgram ffmpeg = FfmpegProgram.Find();
        string folder = Directory.CreateTempSubdirectory("apimart-join-").FullName;
        try
        {
            FilmClip[] clips = await MakeAsync(ffmpeg, folder, count, seed).ConfigureAwait(false);
            bool copied = await TryAsync(ffmpeg, folder, clips, null, "copied").ConfigureAwait(false);
            bool anew = await TryAsync(ffmpeg, folder, clips, (320, 180), "made anew").ConfigureAwait(false);
            return copied && anew ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<FilmClip[]> MakeAsync(FfmpegProgram ffmpeg, string folder, int count, int seed)
    {
        Random random = new(seed);
        FilmClip[] clips = new FilmClip[count];
        for (int i = 0; i < count; i++)
        {
            int frames = random.Next(20, 60);
            string pictures = FormattableString.Invariant($"color=black:s=160x90:r=24:d={(frames - 0.1) / 24:0.######},drawbox=c=white:t=fill:enable='lt(t,0.12)'");
            string sound = FormattableString.Invariant($"aevalsrc='0.5*sin(2*PI*900*t)*lt(t,0.1)':s=44100:d={(frames / 24.0) + (random.NextDouble() * 0.4) - 0.2:0.######}");
            string file = Path.Combine(folder, $"clip {i}.mp4");
            bool isSilent = i % SilentEvery == SilentEvery - 1;
            await ffmpeg.RunAsync(
                [
                    "-f", "lavfi", "-i", pictures, .. isSilent ? [] : (string[])["-f", "lavfi", "-i", sound],
                    "-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-pix_fmt", "yuv420p", "-c:a", "aac", FfmpegProgram.Name(file),
                ],
                "make a clip").ConfigureAwait(false);
            clips[i] = FilmClip.Read(file, task: null);
        }

        return clips;
    }

    private static async Task<bool> TryAsync(FfmpegProgram ffmpeg, string folder, FilmClip[] clips, (int, int)? size, string what)
    {
        string film = Path.Combine(folder, $"{what}.mp4");
        FilmPlan plan = FilmPlan.Of(clips, size);
        Stopwatch watch = Stopwatch.StartNew();
        await new FilmJoiner(ffmpeg, clips, plan).JoinAsync(film, what, force: false, CancellationToken.None).ConfigureAwait(false);
        TimeSpan time = watch.Elapsed;
        byte[] luma = await DecodeAsync(ffmpeg, film, "-map", "0:v", "-vf", "scale=1:1,format=gray", "-f", "rawvideo").ConfigureAwait(false);
        short[] samples = MemoryMarshal.Cast<byte, short>(
            await DecodeAsync(ffmpeg, film, "-map", "0:a", "-ac", "1", "-ar", "48000", "-f", "s16le").ConfigureAwait(false)).ToArray();
        long sum = clips.Sum(clip => clip.Facts.Picture!.Samples);
        double drift = 0;
        double place = 0;
        long start = 0;
        int missed = 0;
        for (int i = 0; i < clips.Length; i++)
        {
            int flash = Array.FindIndex(luma, (int)Math.Max(0, start - 5), value => value > 128);
            int from = (int)Math.Max(0, (start * Frame * Rate) - (Rate / 5));
            int beep = Array.FindIndex(samples, from, sample => Math.Abs((int)sample) > 3000);
            place = Math.Max(place, Math.Abs(flash - start));
            if (clips[i].Facts.Sound is not null)
            {
                missed += beep < 0 || flash < 0 ? 1 : 0;
                drift = Math.Max(drift, Math.Abs((beep / (double)Rate) - (flash * Frame)));
            }

            start += clips[i].Facts.Picture!.Samples;
        }

        Console.WriteLine(FormattableString.Invariant(
            $"{clips.Length} clips {what} ({(plan.Copies ? "copies" : "encodes")}) in {time.TotalSeconds:0.0} s: {luma.Length} frames of {sum}; a clip begins at most {place:0} frames from its place; sound and picture at most {drift * 1000:0.0} ms apart ({drift / Frame:0.00} frames); {missed} not found; the sound ends {((samples.Length / (double)Rate) - (luma.Length * Frame)) * 1000:0.0} ms after the pictures"));
        return luma.Length == sum && place == 0 && drift < Frame && missed == 0 && plan.Copies == size is null;
    }

    private static async Task<byte[]> DecodeAsync(FfmpegProgram ffmpeg, string film, params string[] form)
    {
        using MemoryStream decoded = new();
        await ffmpeg.RunAsync(["-i", FfmpegProgram.Name(film), .. form, "pipe:1"], "decode the film", takeOutput: (output, stop) => output.CopyToAsync(decoded, stop)).ConfigureAwait(false);
        return decoded.ToArray();
    }
}
