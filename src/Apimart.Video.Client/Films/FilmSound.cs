namespace Apimart.Video.Films;

/// <summary>
/// The film's sound while it is made: plain samples in a file, cut or filled with silence at the end of each clip, so that it is as
/// long as the pictures to the sample, however many clips there are.
/// </summary>
internal sealed class FilmSound(Stream file)
{
    internal const int Rate = 48_000;
    internal const int Channels = 2;

    private const int BytesPerSample = 2 * Channels;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private long _written;

    /// <summary>The samples that are written.</summary>
    internal long Samples => _written / BytesPerSample;

    /// <summary>Takes a clip's sound; what would go on after the pictures' end is left out.</summary>
    /// <param name="sound">Little-endian 16-bit samples, both channels in turn.</param>
    /// <param name="most">The most samples that are kept.</param>
    /// <param name="stop">Ends it.</param>
    internal async Task TakeAsync(Stream sound, long most, CancellationToken stop)
    {
        long left = most * BytesPerSample;
        int read;
        while ((read = await sound.ReadAsync(_buffer, stop).ConfigureAwait(false)) > 0)
        {
            int kept = (int)Math.Min(read, left);
            await file.WriteAsync(_buffer.AsMemory(0, kept), stop).ConfigureAwait(false);
            _written += kept;
            left -= kept;
        }
    }

    /// <summary>Cuts the sound, or fills it with silence, up to where the pictures end.</summary>
    /// <param name="ticks">The length of all pictures up to here.</param>
    /// <param name="scale">The units of time in a second.</param>
    /// <param name="stop">Ends it.</param>
    internal async Task EndAtAsync(long ticks, long scale, CancellationToken stop)
    {
        long end = BytesAt(ticks, scale);
        if (_written > end)
        {
            file.SetLength(end);
            file.Position = end;
            _written = end;
        }

        byte[] silence = new byte[Math.Min(_buffer.Length, Math.Max(0, end - _written))];
        while (_written < end)
        {
            int part = (int)Math.Min(silence.Length, end - _written);
            await file.WriteAsync(silence.AsMemory(0, part), stop).ConfigureAwait(false);
            _written += part;
        }
    }

    /// <summary>Rounded from the beginning of the film each time, so that no rounding adds up.</summary>
    private static long BytesAt(long ticks, long scale) => (long)Math.Round((decimal)ticks * Rate / scale) * BytesPerSample;
}
