namespace Apimart.Video.Containers;

/// <summary>Goes from box to box within a range of a file: the whole file, or the content of a box that holds others.</summary>
internal sealed class BoxReader
{
    private readonly Stream _file;
    private readonly long _end;
    private readonly byte[] _head = new byte[Box.LongHeader];
    private long _next;

    internal BoxReader(Stream file, long start, long end)
    {
        _file = file;
        _next = start;
        _end = end;
    }

    internal BoxReader(Stream file, Box parent)
        : this(file, parent.ContentStart, parent.End)
    {
    }

    /// <summary>The box that was read last.</summary>
    internal Box Current { get; private set; }

    /// <summary>What ended the walk before the end of the range; null where all lengths add up to it.</summary>
    internal string? Problem { get; private set; }

    /// <summary>Whether the problem is that a box goes on behind the end of the range.</summary>
    internal bool IsCut { get; private set; }

    /// <summary>Reads the next head.</summary>
    /// <returns>False at the end of the range, or where <see cref="Problem"/> tells what stands in the way.</returns>
    /// <exception cref="IOException">The file could not be read.</exception>
    internal bool Read()
    {
        long left = _end - _next;
        if (left <= 0 || Problem is not null)
        {
            return false;
        }

        _file.Position = _next;
        int wanted = (int)Math.Min(left, _head.Length);
        int read = _file.ReadAtLeast(_head.AsSpan(0, wanted), wanted, throwOnEndOfStream: false);
        if (read < Box.ShortHeader)
        {
            return Stop($"ends inside the head of a box, at byte {_next}", isCut: true);
        }

        if (Box.Parse(_head.AsSpan(0, read), _next, _end) is not { } box)
        {
            bool headIsCut = read < Box.LongHeader && _head.AsSpan(0, 4).SequenceEqual((ReadOnlySpan<byte>)[0, 0, 0, 1]);
            return headIsCut
                ? Stop($"ends inside the head of a box, at byte {_next}", isCut: true)
                : Stop($"has something that is no box at byte {_next}", isCut: false);
        }

        Current = box;
        if (box.Length > left)
        {
            return Stop($"ends inside its '{box.Type}' box", isCut: true);
        }

        _next = box.End;
        return true;
    }

    private bool Stop(string problem, bool isCut)
    {
        Problem = problem;
        IsCut = isCut;
        return false;
    }
}
