namespace Apimart.Video.Containers;

/// <summary>Goes from element to element within a range of a file, through a small buffer: clusters of live streams hold many.</summary>
internal sealed class EbmlReader
{
    private readonly Stream _file;
    private readonly long _end;
    private readonly byte[] _buffer = new byte[4096];
    private long _bufferStart;
    private int _filled;

    internal EbmlReader(Stream file, long start, long end)
    {
        _file = file;
        Next = start;
        _end = end;
    }

    /// <summary>Where the next element begins.</summary>
    internal long Next { get; private set; }

    /// <summary>The element that was read last.</summary>
    internal EbmlElement Current { get; private set; }

    /// <summary>What ended the walk before the end of the range.</summary>
    internal string? Problem { get; private set; }

    /// <summary>Whether the problem is that an element goes on behind the end of the range.</summary>
    internal bool IsCut { get; private set; }

    /// <summary>Reads the next head and passes over its content, unless it states no length or <see cref="Enter"/> is called.</summary>
    internal bool Read()
    {
        if (Problem is not null || Next >= _end)
        {
            return false;
        }

        if (EbmlElement.Parse(Head(), Next, out bool isCut) is not { } element)
        {
            return isCut
                ? Stop($"ends inside the head of an element, at byte {Next}", isCut: true)
                : Stop($"has something that is no element at byte {Next}", isCut: false);
        }

        Current = element;
        if (element.ContentLength > _end - element.ContentStart)
        {
            return Stop($"ends inside its element {element.Id:X}", isCut: true);
        }

        Next = element.End ?? element.ContentStart;
        return true;
    }

    /// <summary>Goes on with the content of the current element instead of what follows it.</summary>
    internal void Enter() => Next = Current.ContentStart;

    private ReadOnlySpan<byte> Head()
    {
        int wanted = (int)Math.Min(EbmlElement.LongestHeader, _end - Next);
        if (Next < _bufferStart || Next + wanted > _bufferStart + _filled)
        {
            _file.Position = Next;
            _bufferStart = Next;
            _filled = _file.ReadAtLeast(_buffer, wanted, throwOnEndOfStream: false);
        }

        int at = (int)(Next - _bufferStart);
        return _buffer.AsSpan(at, Math.Min(wanted, _filled - at));
    }

    private bool Stop(string problem, bool isCut)
    {
        Problem = problem;
        IsCut = isCut;
        return false;
    }
}
