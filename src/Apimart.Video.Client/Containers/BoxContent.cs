using System.Buffers.Binary;

namespace Apimart.Video.Containers;

/// <summary>Reads numbers of a box. What lies behind its end is 0; a box is never held in memory as a whole.</summary>
internal sealed class BoxContent
{
    private const int Window = 4096;

    private readonly Stream _file;
    private readonly Box _box;
    private byte[] _window = [];
    private long _windowStart = -1;
    private int _filled;

    internal BoxContent(Stream file, Box box)
    {
        _file = file;
        _box = box;
    }

    internal long Length => _box.ContentLength;

    internal uint Word(long at) => BinaryPrimitives.ReadUInt32BigEndian(Bytes(at, 4));

    internal ushort Half(long at) => BinaryPrimitives.ReadUInt16BigEndian(Bytes(at, 2));

    internal byte One(long at) => Bytes(at, 1)[0];

    internal ulong Long(long at) => BinaryPrimitives.ReadUInt64BigEndian(Bytes(at, 8));

    internal double Double(long at) => BinaryPrimitives.ReadDoubleBigEndian(Bytes(at, 8));

    /// <summary>How many entries of a table are really there, whatever their number says.</summary>
    internal long Entries(long stated, long start, int width) => Math.Clamp(Math.Min(stated, (Length - start) / width), 0, long.MaxValue);

    private ReadOnlySpan<byte> Bytes(long at, int count)
    {
        if (at < 0 || at > Length - count)
        {
            return new byte[count];
        }

        if (_windowStart < 0 || at < _windowStart || at + count > _windowStart + _filled)
        {
            _window = _window.Length > 0 ? _window : new byte[(int)Math.Min(Window, Length)];
            _file.Position = _box.ContentStart + at;
            _windowStart = at;
            _filled = _file.ReadAtLeast(_window.AsSpan(0, (int)Math.Min(_window.Length, Length - at)), count, throwOnEndOfStream: false);
            if (_filled < count)
            {
                _windowStart = -1;
                return new byte[count];
            }
        }

        return _window.AsSpan((int)(at - _windowStart), count);
    }
}
