namespace Apimart.Video.Containers;

/// <summary>
/// Reads what a file of boxes (ISO/IEC 14496-12) says of its tracks, in fragments or not. It reads heads and tables only, each once,
/// and ends at a fixed number of boxes.
/// </summary>
internal sealed class Mp4Tracks
{
    /// <summary>Hours of video in fragments of a frame each have fewer.</summary>
    private const int MostBoxes = 2_000_000;

    /// <summary>A track's tables stand three boxes deep.</summary>
    private const int Deepest = 4;

    private readonly Stream _file;
    private readonly List<Mp4Track> _tracks = [];
    private readonly Dictionary<uint, uint> _defaultTicks = [];
    private int _boxes;
    private uint _movieScale;
    private ulong _stated;
    private string? _problem;

    private Mp4Tracks(Stream file) => _file = file;

    /// <exception cref="IOException">The file could not be read.</exception>
    internal static (IReadOnlyList<TrackFacts> Tracks, string? Problem) Read(Stream file)
    {
        Mp4Tracks reader = new(file);
        reader.Walk(new BoxReader(file, 0, file.Length), box =>
        {
            switch (box.Type)
            {
                case "moov":
                    reader.ReadMovie(box);
                    break;
                case "moof":
                    reader.Walk(new BoxReader(file, box), child =>
                    {
                        if (child.Type == "traf")
                        {
                            reader.ReadFragment(child);
                        }
                    });
                    break;
                default:
                    break;
            }
        });
        return ([.. reader._tracks.Select(track => track.ToFacts(reader._movieScale, reader._stated))], reader._problem);
    }

    private void Walk(BoxReader boxes, Action<Box> take)
    {
        while (_problem is null && boxes.Read())
        {
            if (++_boxes > MostBoxes)
            {
                _problem = $"has more than {MostBoxes} boxes";
                return;
            }

            take(boxes.Current);
        }
    }

    private void WalkIn(Box parent, Action<Box, BoxContent> take) =>
        Walk(new BoxReader(_file, parent), box => take(box, new BoxContent(_file, box)));

    private void ReadMovie(Box movie) => WalkIn(movie, (box, content) =>
    {
        switch (box.Type)
        {
            case "mvhd":
                (_movieScale, _stated) = content.One(0) == 1 ? (content.Word(20), content.Long(24)) : (content.Word(12), content.Word(16));
                break;
            case "trak":
                Mp4Track track = new();
                ReadTrack(box, track);
                _tracks.Add(track);
                break;
            case "mvex":
                WalkIn(box, (child, extension) =>
                {
                    if (child.Type == "trex")
                    {
                        _defaultTicks[extension.Word(4)] = extension.Word(12);
                    }
                    else if (child.Type == "mehd")
                    {
                        _stated = extension.One(0) == 1 ? extension.Long(4) : extension.Word(4);
                    }
                });
                break;
            case "cmov":
                _problem = "has a compressed index, which is not read";
                break;
            default:
                break;
        }
    });

    private void ReadTrack(Box parent, Mp4Track track, int depth = 0) => WalkIn(parent, (box, content) =>
    {
        switch (box.Type)
        {
            case "mdia" or "minf" or "stbl" or "edts" when depth < Deepest:
                ReadTrack(box, track, depth + 1);
                break;
            case "tkhd":
                track.ReadHead(content);
                break;
            case "mdhd":
                track.ReadMediaHead(content);
                break;
            case "hdlr" when track.Kind == TrackKind.Other:
                track.Kind = content.Word(8) switch { 0x76696465 => TrackKind.Picture, 0x736F756E => TrackKind.Sound, _ => TrackKind.Other };
                break;
            case "elst":
                track.ReadEdits(content);
                break;
            case "stsd":
                Walk(new BoxReader(_file, box.ContentStart + 8, box.End), entry => track.ReadEntry(_file, entry, Walk));
                break;
            case "stts":
                track.ReadTimes(content);
                break;
            case "ctts":
                track.ReadOffsets(content);
                break;
            case "stsz":
                track.AddSamples(content.Word(4) > 0 ? content.Word(8) : (uint)content.Entries(content.Word(8), 12, 4));
                break;
            case "stz2":
                track.AddSamples((uint)content.Entries(content.Word(8), 12, 1) * (content.One(7) == 4 ? 2u : 1u));
                break;
            default:
                break;
        }
    });

    private void ReadFragment(Box fragment)
    {
        Mp4Track? track = null;
        uint ticks = 0;
        WalkIn(fragment, (box, content) =>
        {
            if (box.Type == "tfhd")
            {
                uint id = content.Word(4);
                uint flags = content.Word(0) & 0xFFFFFF;
                track = _tracks.Find(one => one.Id == id);
                int at = 8 + ((flags & 1) != 0 ? 8 : 0) + ((flags & 2) != 0 ? 4 : 0);
                ticks = (flags & 8) != 0 ? content.Word(at) : _defaultTicks.GetValueOrDefault(id);
            }
            else if (box.Type == "tfdt")
            {
                track?.ReadFragmentTime(content);
            }
            else if (box.Type == "trun" && track is not null)
            {
                track.ReadRun(content, ticks);
            }
        });
    }
}
