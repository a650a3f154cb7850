namespace Apimart.Video.Containers;

/// <summary>What is gathered of one track while its boxes are read.</summary>
internal sealed class Mp4Track
{
    /// <summary>Descriptions are some hundred bytes; one beyond this cannot be compared and is not kept.</summary>
    private const int LargestDescription = 64 * 1024;

    /// <summary>More than a thousand years are no length.</summary>
    private const double MostSeconds = 3e10;

    private readonly List<(double Length, long Start)> _edits = [];
    private uint _scale;
    private double _statedTicks;
    private long _samples;
    private UInt128 _ticks;
    private long? _equalTicks;
    private long? _firstOffset;
    private double? _fragmentsStart;
    private double _fragmentStart;
    private double _fragmentsEnd;
    private bool _isUneven;
    private int _unlike;
    private TrackFacts _facts = new() { Kind = TrackKind.Other };

    internal uint Id { get; private set; }

    internal TrackKind Kind { get; set; }

    internal void ReadHead(BoxContent head)
    {
        bool isLong = head.One(0) == 1;
        Id = head.Word(isLong ? 20 : 12);
        int matrix = isLong ? 52 : 40;
        int a = (int)head.Word(matrix);
        int b = (int)head.Word(matrix + 4);
        int turn = a == 0 && b == 0 ? 0 : (int)Math.Round(Math.Atan2(b, a) / (Math.PI / 2)) * 90;
        _facts = _facts with { IsEnabled = (head.Word(0) & 1) != 0, Rotation = (turn + 360) % 360 };
    }

    internal void ReadMediaHead(BoxContent head)
    {
        bool isLong = head.One(0) == 1;
        _scale = head.Word(isLong ? 20 : 12);
        _statedTicks = isLong ? head.Long(24) : head.Word(16);
    }

    internal void ReadEdits(BoxContent list)
    {
        const int Most = 10_000;
        bool isLong = list.One(0) == 1;
        int width = isLong ? 20 : 12;
        long count = Math.Min(Most, list.Entries(list.Word(4), 8, width));
        for (long i = 0; i < count; i++)
        {
            long at = 8 + (i * width);
            _edits.Add(isLong ? (list.Long(at), (long)list.Long(at + 8)) : (list.Word(at), (int)list.Word(at + 4)));
        }
    }

    internal void ReadTimes(BoxContent table)
    {
        long count = table.Entries(table.Word(4), 8, 8);
        for (long i = 0; i < count; i++)
        {
            AddTimes(table.Word(8 + (i * 8)), table.Word(12 + (i * 8)));
        }
    }

    /// <summary>How far the first picture's time to be shown lies behind its time to be decoded: what lies before it is no cut.</summary>
    internal void ReadOffsets(BoxContent table)
    {
        if (table.Word(4) > 0)
        {
            _firstOffset ??= (int)table.Word(12);
        }
    }

    /// <summary>A fragment tells when it begins: between fragments, nothing may be shown or heard.</summary>
    internal void ReadFragmentTime(BoxContent time)
    {
        _fragmentStart = time.One(0) == 1 ? time.Long(4) : time.Word(4);
        _fragmentsStart ??= _ticks > 0 ? 0 : _fragmentStart;
    }

    internal void ReadRun(BoxContent run, uint defaultTicks)
    {
        UInt128 before = _ticks;
        ReadRunTimes(run, defaultTicks);
        _fragmentStart += (double)(_ticks - before);
        _fragmentsEnd = Math.Max(_fragmentsEnd, _fragmentStart);
    }

    private void ReadRunTimes(BoxContent run, uint defaultTicks)
    {
        uint flags = run.Word(0) & 0xFFFFFF;
        int start = 8 + ((flags & 1) != 0 ? 4 : 0) + ((flags & 4) != 0 ? 4 : 0);
        int width = 4 * System.Numerics.BitOperations.PopCount(flags & 0xF00);
        long count = width == 0 ? run.Word(4) : run.Entries(run.Word(4), start, width);
        AddSamples((uint)count);
        if ((flags & 0x800) != 0 && count > 0)
        {
            _firstOffset ??= (int)run.Word(start + width - 4);
        }

        if ((flags & 0x100) == 0)
        {
            AddTimes((uint)count, defaultTicks);
            return;
        }

        for (long i = 0; i < count; i++)
        {
            AddTimes(1, run.Word(start + (i * width)));
        }
    }

    internal void AddSamples(uint count) => _samples += count;

    /// <summary>Reads a codec's description; a track with several is told by the first.</summary>
    internal void ReadEntry(Stream file, Box entry, Action<BoxReader, Action<Box>> walk)
    {
        if (_facts.Codec is not null)
        {
            return;
        }

        BoxContent content = new(file, entry);
        _facts = _facts with { Codec = CodecNames.Of(entry.Type) };
        int children = Kind == TrackKind.Picture ? ReadPicture(content) : ReadSound(content);
        if (Kind == TrackKind.Other || entry.ContentLength < children)
        {
            return;
        }

        using MemoryStream? description = entry.Length <= LargestDescription ? new MemoryStream() : null;
        Keep(entry.Start, (int)(entry.ContentStart + children - entry.Start));
        walk(new BoxReader(file, entry.ContentStart + children, entry.End), box =>
        {
            // The bit rate is each file's own, and nothing that a decoder goes by.
            if (box.Type != "btrt")
            {
                Keep(box.Start, (int)Math.Min(box.Length, LargestDescription));
            }

            ReadPart(file, box, walk);
        });
        _facts = _facts with { Description = description?.ToArray() };

        void Keep(long start, int length)
        {
            if (description is not null)
            {
                byte[] bytes = new byte[length];
                file.Position = start;
                file.ReadAtLeast(bytes, length, throwOnEndOfStream: false);

                // The first four bytes are the entry's length, which the bit rate's box is part of.
                description.Write(bytes.AsSpan(4));
            }
        }
    }

    internal TrackFacts ToFacts(uint movieScale, ulong statedLength)
    {
        double told = Math.Max((double)_ticks, _fragmentsEnd - (_fragmentsStart ?? _fragmentsEnd));
        double media = _scale == 0 ? 0 : (told > 0 ? told : _statedTicks) / _scale;
        double start = 0;
        double played = 0;
        foreach ((double part, long from) in _edits)
        {
            double seconds = movieScale == 0 ? 0 : part / movieScale;
            double left = Math.Max(0, media + (((_firstOffset ?? 0) - (double)from) / Math.Max(1, _scale)));
            if (from == -1)
            {
                start += seconds;
            }
            else
            {
                played += part == 0 ? left : Math.Min(seconds, left);
            }
        }

        double length = played > 0 ? played : media > 0 ? media : movieScale == 0 ? 0 : statedLength / (double)movieScale;
        return _facts with
        {
            Kind = Kind,
            Samples = _samples,
            Scale = _scale,
            Ticks = _ticks > long.MaxValue ? 0 : (long)_ticks,
            SampleTicks = _isUneven ? null : _equalTicks,
            Seconds = length is > 0 and < MostSeconds ? length : null,
            StartSeconds = start < MostSeconds ? start : 0,
        };
    }

    /// <summary>Columns and lines stand 24 bytes in; what describes the codec follows after 78.</summary>
    private int ReadPicture(BoxContent entry)
    {
        _facts = _facts with { Width = entry.Half(24), Height = entry.Half(26) };
        return 78;
    }

    /// <summary>QuickTime has longer forms of its own, 1 and 2.</summary>
    private int ReadSound(BoxContent entry)
    {
        ushort version = entry.Half(8);
        if (version == 2)
        {
            double rate = entry.Double(32);
            _facts = _facts with { Channels = (int)Math.Min(255, entry.Word(40)), SampleRate = rate is > 0 and < 10_000_000 ? (int)rate : 0 };
            return 64;
        }

        _facts = _facts with { Channels = entry.Half(16), SampleRate = (int)(entry.Word(24) >> 16) };
        return version == 1 ? 44 : 28;
    }

    private void ReadPart(Stream file, Box box, Action<BoxReader, Action<Box>> walk)
    {
        BoxContent content = new(file, box);
        switch (box.Type)
        {
            case "pasp" when content.Word(0) is > 0 and var wide && content.Word(4) is > 0 and var high && wide / (double)high is > 0.1 and < 10:
                _facts = _facts with { PixelRatio = wide / (double)high };
                break;
            case "wave":
                walk(new BoxReader(file, box), part =>
                {
                    if (part.Type == "esds")
                    {
                        ReadPart(file, part, walk);
                    }
                });
                break;
            case "esds":
                ReadDecoder(content);
                break;
            case "dac3":
                // ETSI TS 102 366, F.4: after ten bits three for the kind of channels, and one for a low one beside them.
                ReadOnlySpan<int> channels = [2, 1, 2, 3, 3, 4, 4, 5];
                _facts = _facts with { Channels = channels[(content.Half(1) >> 11) & 7] + ((content.Half(1) >> 10) & 1) };
                break;
            case "dec3":
                _facts = _facts with { Channels = 0 };
                break;
            default:
                break;
        }
    }

    /// <summary>ISO/IEC 14496-1: within descriptor 3 stands 4, the decoder's, and in that 5, its configuration.</summary>
    private void ReadDecoder(BoxContent part)
    {
        long at = 4;
        while (at < part.Length)
        {
            byte tag = part.One(at++);
            long length = 0;
            for (int i = 0; i < 4; i++)
            {
                byte digit = part.One(at++);
                length = (length << 7) | (uint)(digit & 0x7F);
                if (digit < 0x80)
                {
                    break;
                }
            }

            switch (tag)
            {
                case 3:
                    byte flags = part.One(at + 2);
                    at += 3 + ((flags & 0x80) != 0 ? 2 : 0) + ((flags & 0x40) != 0 ? 1 + part.One(at + 3) : 0) + ((flags & 0x20) != 0 ? 2 : 0);
                    break;
                case 4:
                    string? codec = CodecNames.OfObject(part.One(at));

                    // A container's own number of channels is made up for everything but AAC, which states it itself.
                    _facts = _facts with { Codec = codec ?? _facts.Codec, Channels = codec is null or "AAC" ? _facts.Channels : 0 };
                    at += 13;
                    break;
                case 5 when Kind == TrackKind.Sound && _facts.Codec == "AAC":
                    ReadAac(part, at);
                    return;
                default:
                    at += length;
                    break;
            }
        }
    }

    /// <summary>ISO/IEC 14496-3, 1.6: five bits of kind, four of rate, four of channels.</summary>
    private void ReadAac(BoxContent part, long at)
    {
        ReadOnlySpan<int> rates = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350];
        ushort head = part.Half(at);
        int rate = (head >> 7) & 15;
        int channels = (head >> 3) & 15;
        if (head >> 11 == 31 || rate >= rates.Length)
        {
            return;
        }

        _facts = _facts with { SampleRate = rates[rate], Channels = channels is > 0 and < 7 ? channels : channels == 7 ? 8 : _facts.Channels };
    }

    /// <summary>The last sample's time is often made up; one that differs does not make the others uneven.</summary>
    private void AddTimes(uint count, uint ticks)
    {
        if (count == 0)
        {
            return;
        }

        _ticks += (UInt128)count * ticks;
        _equalTicks ??= ticks;
        _isUneven |= _unlike > 0;
        _unlike += ticks == _equalTicks ? 0 : count > 1 ? 2 : 1;
        _isUneven |= _unlike > 1;
    }
}
