using System.Text;

namespace Apimart.Video.Containers;

/// <summary>What makes an EBML file a whole video (RFC 9559): its type, tracks, clusters, and elements that add up.</summary>
internal static class EbmlStructure
{
    /// <summary>SeekHead, Info, Tracks, Cluster, Cues, Chapters, Attachments and Tags: what stands directly in a segment.</summary>
    private static readonly HashSet<uint> s_inSegment =
    [
        0x114D9B74, 0x1549A966, EbmlElement.Tracks, EbmlElement.Cluster, 0x1C53BB6B, 0x1043A770, 0x1941A469, 0x1254C367,
    ];

    /// <summary>SimpleBlock, BlockGroup and EncryptedBlock: the media in a cluster.</summary>
    private static readonly HashSet<uint> s_blocks = [0xA3, 0xA0, 0xAF];

    internal static bool MayBeVideo(ReadOnlySpan<byte> start, out VideoFormat? format)
    {
        format = null;
        if (EbmlElement.Parse(start, 0, out _) is not { Id: EbmlElement.Header, End: { } end })
        {
            return false;
        }

        if (end > start.Length)
        {
            return true;
        }

        using MemoryStream header = new(start[..(int)end].ToArray());
        format = ReadFormat(header, end);
        return format is not null;
    }

    internal static ContainerReport Inspect(Stream file)
    {
        EbmlReader outer = new(file, 0, file.Length);
        if (!outer.Read() || outer.Current is not { Id: EbmlElement.Header, End: { } headerEnd })
        {
            return outer.IsCut ? ContainerReport.Cut(null, outer.Problem!) : ContainerReport.NoVideo("has no EBML head");
        }

        if (ReadFormat(file, headerEnd) is not { } format)
        {
            return ContainerReport.NoVideo("is of a type that is no video");
        }

        SegmentWalk walk = new();
        while (outer.Read())
        {
            if (outer.Current.Id == EbmlElement.Segment)
            {
                walk.Enter(file, outer.Current, file.Length);
                if (outer.Current.ContentLength is null)
                {
                    break;
                }
            }
            else if (outer.Current.Id is not (EbmlElement.Void or EbmlElement.Crc32))
            {
                return new ContainerReport(format, IsCut: false, $"has something behind its segment, at byte {outer.Current.Start}");
            }
        }

        return (outer.Problem ?? walk.Problem) is { } problem ? new ContainerReport(format, outer.IsCut || walk.IsCut, problem)
            : !walk.HasTracks ? ContainerReport.Cut(format, "names no tracks")
            : !walk.HasMedia ? ContainerReport.Cut(format, "has no media (a cluster with content)")
            : ContainerReport.Whole(format);
    }

    /// <summary>The format by the head's DocType, or null where it is another.</summary>
    private static VideoFormat? ReadFormat(Stream file, long headerEnd)
    {
        EbmlReader header = new(file, 0, headerEnd);
        if (header.Read())
        {
            header.Enter();
        }

        while (header.Read())
        {
            if (header.Current is { Id: EbmlElement.DocType, ContentLength: <= 32 and { } length })
            {
                byte[] type = new byte[length];
                file.Position = header.Current.ContentStart;
                int read = file.ReadAtLeast(type, type.Length, throwOnEndOfStream: false);
                return Encoding.ASCII.GetString(type, 0, read).TrimEnd('\0') switch
                {
                    "webm" => VideoFormat.WebM,
                    "matroska" => VideoFormat.Matroska,
                    _ => null,
                };
            }
        }

        return null;
    }

    /// <summary>Walks what a segment holds. A cluster that states no length ends where something of the segment begins.</summary>
    private sealed class SegmentWalk
    {
        internal bool HasTracks { get; private set; }

        internal bool HasMedia { get; private set; }

        internal string? Problem { get; private set; }

        internal bool IsCut { get; private set; }

        internal void Enter(Stream file, EbmlElement segment, long fileLength)
        {
            EbmlReader elements = new(file, segment.ContentStart, segment.End ?? fileLength);
            bool inCluster = false;
            while (elements.Read())
            {
                EbmlElement element = elements.Current;
                bool ofSegment = s_inSegment.Contains(element.Id);
                HasTracks |= element is { Id: EbmlElement.Tracks, ContentLength: > 0 };
                HasMedia |= element is { Id: EbmlElement.Cluster, ContentLength: > 0 } || (inCluster && s_blocks.Contains(element.Id));
                inCluster = ofSegment ? element is { Id: EbmlElement.Cluster, ContentLength: null } : inCluster;
                if (element is { ContentLength: null, Id: not EbmlElement.Cluster })
                {
                    Problem = $"has an element {element.Id:X} without a length at byte {element.Start}";
                    return;
                }
            }

            Problem = elements.Problem;
            IsCut = elements.IsCut;
        }
    }
}
