using System.Buffers.Binary;

namespace Apimart.Video.Containers;

/// <summary>
/// Finds how far a file has to reach by its tables of samples (ISO/IEC 14496-12, 8.7): the only word about a last box that
/// states no length of its own.
/// </summary>
internal static class SampleExtent
{
    private const int LargestTable = 64 * 1024 * 1024;

    /// <summary>The end of the last sample of all tracks; 0 where the tables do not tell.</summary>
    internal static long Find(Stream file, Box movie)
    {
        long furthest = 0;
        BoxReader tracks = new(file, movie);
        while (tracks.Read())
        {
            if (tracks.Current.Type == "trak" && Descend(file, tracks.Current, "mdia", "minf", "stbl") is { } table)
            {
                furthest = Math.Max(furthest, EndOf(file, table));
            }
        }

        return furthest;
    }

    private static Box? Descend(Stream file, Box parent, params string[] path)
    {
        Box? at = parent;
        foreach (string type in path)
        {
            at = at is { } box ? FindChild(file, box, type) : null;
        }

        return at;
    }

    private static Box? FindChild(Stream file, Box parent, string type)
    {
        BoxReader children = new(file, parent);
        while (children.Read())
        {
            if (children.Current.Type == type)
            {
                return children.Current;
            }
        }

        return null;
    }

    /// <summary>The end of a track's last sample: of each chunk, where it begins and what its samples take.</summary>
    private static long EndOf(Stream file, Box table)
    {
        byte[] offsets = Content(file, table, "stco");
        int width = 4;
        if (offsets.Length == 0)
        {
            offsets = Content(file, table, "co64");
            width = 8;
        }

        byte[] runs = Content(file, table, "stsc");
        byte[] sizes = Content(file, table, "stsz");
        if (offsets.Length < 8 || runs.Length < 8 || sizes.Length < 12)
        {
            return 0;
        }

        uint one = Word(sizes, 4);
        int chunks = Count(offsets, 4, width);
        int samples = one > 0 ? int.MaxValue : Count(sizes, 8, 4);
        int runCount = Count(runs, 4, 12);
        long furthest = 0;
        int sample = 0;
        for (int chunk = 0, run = 0; chunk < chunks && sample < samples; chunk++)
        {
            while (run + 1 < runCount && Word(runs, 8 + ((run + 1) * 12)) <= chunk + 1)
            {
                run++;
            }

            int inChunk = runCount == 0 ? 0 : (int)Math.Min(Word(runs, 8 + (run * 12) + 4), samples - sample);
            long end = width == 4 ? Word(offsets, 8 + (chunk * 4)) : BinaryPrimitives.ReadInt64BigEndian(offsets.AsSpan(8 + (chunk * 8)));
            if (one > 0)
            {
                end += (long)one * inChunk;
            }
            else
            {
                for (int i = 0; i < inChunk; i++)
                {
                    end += Word(sizes, 12 + ((sample + i) * 4));
                }
            }

            sample += inChunk;
            furthest = Math.Max(furthest, end);
        }

        return furthest;
    }

    private static byte[] Content(Stream file, Box parent, string type)
    {
        if (FindChild(file, parent, type) is not { ContentLength: <= LargestTable } box)
        {
            return [];
        }

        byte[] content = new byte[box.ContentLength];
        file.Position = box.ContentStart;
        int read = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return read == content.Length ? content : [];
    }

    /// <summary>A number of entries, but never more than there is room for.</summary>
    private static int Count(byte[] table, int at, int width) => (int)Math.Min(Word(table, at), (table.Length - at - 4) / width);

    private static uint Word(byte[] table, int at) => BinaryPrimitives.ReadUInt32BigEndian(table.AsSpan(at));
}
