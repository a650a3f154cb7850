using System.Buffers.Binary;
using System.Text;

namespace Apimart.Video.Containers;

/// <summary>
/// Reads what a Matroska or WebM file (RFC 9559) says of its tracks, in one pass from element to element; pictures are counted by
/// the heads of their blocks.
/// </summary>
internal sealed class EbmlTracks
{
    private const uint Info = 0x1549A966;
    private const uint TrackEntry = 0xAE;
    private const uint BlockGroup = 0xA0;
    private const int MostElements = 4_000_000;
    private const int MostTracks = 64;
    private const double Nanosecond = 1e-9;
    private const uint Scale = 1_000_000;

    private static readonly HashSet<uint> s_parents =
        [EbmlElement.Header, EbmlElement.Segment, EbmlElement.Cluster, EbmlElement.Tracks, Info, TrackEntry, BlockGroup, 0xE0, 0xE1];

    private readonly Stream _file;
    private readonly List<Entry> _entries = [];
    private double _unit = 1_000_000;
    private double? _duration;
    private long _cluster;

    private EbmlTracks(Stream file) => _file = file;

    /// <exception cref="IOException">The file could not be read.</exception>
    internal static (IReadOnlyList<TrackFacts> Tracks, string? Problem) Read(Stream file)
    {
        EbmlTracks tracks = new(file);
        EbmlReader elements = new(file, 0, file.Length);
        int count = 0;
        while (elements.Read())
        {
            if (++count > MostElements)
            {
                return (tracks.Finish(), $"has more than {MostElements} elements");
            }

            if (s_parents.Contains(elements.Current.Id))
            {
                if (elements.Current.Id == TrackEntry && tracks._entries.Count < MostTracks)
                {
                    tracks._entries.Add(new Entry());
                }

                elements.Enter();
            }
            else if (elements.Current.ContentLength is { } length)
            {
                tracks.Take(elements.Current, length);
            }
        }

        return (tracks.Finish(), elements.Problem);
    }

    private void Take(EbmlElement element, long length)
    {
        Entry? entry = _entries.Count > 0 ? _entries[^1] : null;
        switch (element.Id)
        {
            case 0x2AD7B1:
                _unit = Math.Max(1, Number(element, length));
                break;
            case 0x4489:
                _duration = Real(element, length);
                break;
            case 0xE7:
                _cluster = Number(element, length);
                break;
            case 0xA3 or 0xA1:
                TakeBlock(element, length);
                break;
            case 0xD7 when entry is not null:
                entry.Number = Number(element, length);
                break;
            case 0x83 when entry is not null:
                entry.Kind = Number(element, length) switch { 1 => TrackKind.Picture, 2 => TrackKind.Sound, _ => TrackKind.Other };
                break;
            case 0x86 when entry is not null:
                entry.Codec = Encoding.ASCII.GetString(Bytes(element, Math.Min(length, 32))).TrimEnd('\0');
                break;
            case 0x23E383 when entry is not null:
                entry.FrameNanoseconds = Number(element, length);
                break;
            case 0xB0 when entry is not null:
                entry.Width = (int)Math.Clamp(Number(element, length), 0, int.MaxValue);
                break;
            case 0xBA when entry is not null:
                entry.Height = (int)Math.Clamp(Number(element, length), 0, int.MaxValue);
                break;
            case 0xB5 when entry is not null && Real(element, length) is > 0 and < 10_000_000 and var rate:
                entry.SampleRate = (int)rate;
                break;
            case 0x9F when entry is not null:
                entry.Channels = (int)Math.Clamp(Number(element, length), 0, 255);
                break;
            default:
                break;
        }
    }

    /// <summary>A block begins with its track's number, of variable length, and its time from its cluster's.</summary>
    private void TakeBlock(EbmlElement element, long length)
    {
        byte[] head = Bytes(element, Math.Min(length, 10));
        int width = head.Length == 0 || head[0] == 0 ? 0 : System.Numerics.BitOperations.LeadingZeroCount((uint)head[0] << 24) + 1;
        if (width == 0 || head.Length < width + 2)
        {
            return;
        }

        long number = head[0] & (0xFF >> width);
        for (int i = 1; i < width; i++)
        {
            number = (number << 8) | head[i];
        }

        if (_entries.Find(entry => entry.Number == number) is { } track)
        {
            long time = _cluster + BinaryPrimitives.ReadInt16BigEndian(head.AsSpan(width));
            track.Blocks++;
            track.First = Math.Min(track.First, time);
            track.Last = Math.Max(track.Last, time);
        }
    }

    private TrackFacts[] Finish() => [.. _entries.Select(entry =>
    {
        // The time from the first block's start to the last one's is one block short.
        double shown = entry.Blocks > 1 ? (entry.Last - (double)entry.First) * _unit * Nanosecond * entry.Blocks / (entry.Blocks - 1) : 0;
        double? seconds = Sound(shown > 0 && entry.Kind == TrackKind.Picture ? shown : _duration * _unit * Nanosecond);
        return new TrackFacts
        {
            Kind = entry.Kind,
            Codec = entry.Codec is null ? null : CodecNames.Of(entry.Codec),
            Samples = entry.Blocks,
            Scale = Scale,
            Ticks = entry.FrameNanoseconds > 0 && entry.FrameNanoseconds < 1e12
                ? (long)(entry.FrameNanoseconds * (double)entry.Blocks * Nanosecond * Scale)
                : (long)((seconds ?? 0) * Scale),
            Seconds = seconds,
            Width = entry.Width,
            Height = entry.Height,
            Channels = entry.Channels,
            SampleRate = entry.SampleRate,
        };

        static double? Sound(double? seconds) => seconds is > 0 and < 1e9 ? seconds : null;
    })];

    private long Number(EbmlElement element, long length)
    {
        long number = 0;
        foreach (byte one in length <= 8 ? Bytes(element, length) : [])
        {
            number = (number << 8) | one;
        }

        return Math.Max(0, number);
    }

    private double? Real(EbmlElement element, long length) => length switch
    {
        4 when Bytes(element, 4) is { Length: 4 } bytes => BinaryPrimitives.ReadSingleBigEndian(bytes),
        8 when Bytes(element, 8) is { Length: 8 } bytes => BinaryPrimitives.ReadDoubleBigEndian(bytes),
        _ => null,
    };

    private byte[] Bytes(EbmlElement element, long length)
    {
        byte[] bytes = new byte[length];
        _file.Position = element.ContentStart;
        return bytes[.._file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    private sealed class Entry
    {
        internal long Number { get; set; } = -1;

        internal TrackKind Kind { get; set; }

        internal string? Codec { get; set; }

        internal long FrameNanoseconds { get; set; }

        internal int Width { get; set; }

        internal int Height { get; set; }

        internal int SampleRate { get; set; }

        internal int Channels { get; set; } = 1;

        internal long Blocks { get; set; }

        internal long First { get; set; } = long.MaxValue;

        internal long Last { get; set; } = long.MinValue;
    }
}
