using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Apimart.Video.Simulator.Http;
using Apimart.Video.Simulator.Tasks;

namespace Apimart.Video.Simulator.Videos;

/// <summary>
/// A task's MP4: the film that was asked for and a <c>free</c> box, which players skip, with the task's id and as much filler as the
/// wanted size needs. The filler is never held in memory; it repeats after a prime number of bytes, so that bytes put at a
/// wrong place show in a hash.
/// </summary>
internal sealed class VideoFile : IHttpBody
{
    private const int FillerPeriod = 1_048_573;
    private const int ShortHeader = 8;
    private const int LongHeader = 16;

    private static readonly Lazy<byte[]> s_filler = new(MakeFiller);

    private readonly byte[] _film;
    private readonly byte[] _box;
    private readonly long _filler;

    internal VideoFile(SimulatedTask task, long? wantedBytes)
    {
        _film = FilmMaker.Film(task.Film);
        byte[] label = Encoding.ASCII.GetBytes($"{task.Id}.{task.Edition}\n");
        int header = wantedBytes > uint.MaxValue ? LongHeader : ShortHeader;
        long natural = _film.Length + header + label.Length;
        Length = Math.Max(natural, wantedBytes ?? 0);
        _filler = Length - natural;
        _box = new byte[header + label.Length];
        "free"u8.CopyTo(_box.AsSpan(4));
        label.CopyTo(_box.AsSpan(header));
        long size = Length - _film.Length;
        if (header == LongHeader)
        {
            BinaryPrimitives.WriteUInt32BigEndian(_box, 1);
            BinaryPrimitives.WriteInt64BigEndian(_box.AsSpan(ShortHeader), size);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(_box, (uint)size);
        }

        ETag = $"\"{Convert.ToHexString(SHA256.HashData(label))[..16]}-{Length:x}\"";
    }

    public long Length { get; }

    internal string ETag { get; }

    internal string Sha256
    {
        get
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (ReadOnlyMemory<byte> slice in Read(0, Length))
            {
                hash.AppendData(slice.Span);
            }

            return Convert.ToHexString(hash.GetHashAndReset());
        }
    }

    public IEnumerable<ReadOnlyMemory<byte>> Read(long offset, long count)
    {
        while (count > 0)
        {
            ReadOnlyMemory<byte> slice = At(offset);
            slice = slice[..(int)Math.Min(slice.Length, count)];
            yield return slice;
            offset += slice.Length;
            count -= slice.Length;
        }
    }

    private ReadOnlyMemory<byte> At(long offset)
    {
        if (offset < _film.Length)
        {
            return _film.AsMemory((int)offset);
        }

        long inBox = offset - _film.Length;
        if (inBox < _box.Length)
        {
            return _box.AsMemory((int)inBox);
        }

        long inFiller = inBox - _box.Length;
        ReadOnlyMemory<byte> rest = s_filler.Value.AsMemory((int)(inFiller % FillerPeriod));
        return rest[..(int)Math.Min(rest.Length, _filler - inFiller)];
    }

    private static byte[] MakeFiller()
    {
        byte[] filler = new byte[FillerPeriod];
        uint state = 2463534242;
        for (int i = 0; i < filler.Length; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            filler[i] = (byte)state;
        }

        return filler;
    }
}
