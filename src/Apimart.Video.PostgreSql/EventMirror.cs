using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Apimart.Video.Journal;

/// <summary>
/// The database's entries as lines of a file of this process alone, so that all that reads a journal's lines reads these. The file
/// has no name (on Windows: none that outlives the process), and goes with its handle. Its caller sees to locking.
/// </summary>
internal sealed class EventMirror : IDisposable
{
    private readonly JournalIndex _index;
    private readonly Dictionary<string, long> _seqs = new(StringComparer.Ordinal);
    private readonly MemoryStream _buffer = new();
    private FileStream? _file;
    private uint _seal;
    private long _length;

    internal EventMirror(JournalIndex index)
    {
        _index = index;
    }

    /// <summary>See <see cref="JournalNews.Generation"/>; 0 while nothing was read.</summary>
    internal long Generation { get; private set; }

    /// <summary>The last entry that is here.</summary>
    internal long Seq { get; private set; }

    internal long Length => _length;

    internal SafeFileHandle Handle => (_file ??= Create()).SafeFileHandle;

    /// <summary>The same file for one who closes what he was given.</summary>
    internal SafeFileHandle Lend() => new(Handle.DangerousGetHandle(), ownsHandle: false);

    /// <summary>The entry that last changed a row; 0 where there is none.</summary>
    internal long SeqOf(string key) => _seqs.GetValueOrDefault(key);

    internal void Take(JournalNews news)
    {
        if (news.Generation < Generation)
        {
            return;
        }

        if (news.Generation > Generation)
        {
            Clear(news.Generation);
        }

        SafeFileHandle file = Handle;
        long start = _length;
        _buffer.SetLength(0);
        foreach (JournalNews.Event one in news.Events)
        {
            if (one.Seq <= Seq)
            {
                continue;
            }

            byte[] line = LineSeal.Close(Encoding.UTF8.GetBytes(one.Line), _seal, out _seal);
            _buffer.Write(line);
            _buffer.WriteByte((byte)'\n');
            _index.Add(line, _length);
            _length += line.Length + 1;
            Seq = one.Seq;
            if (one.Key is not null)
            {
                _seqs[one.Key] = one.Seq;
            }
        }

        RandomAccess.Write(file, _buffer.GetBuffer().AsSpan(0, (int)_buffer.Length), start);
    }

    public void Dispose() => _file?.Dispose();

    private void Clear(long generation)
    {
        _index.Clear();
        _seqs.Clear();
        _file?.SetLength(0);
        _seal = 0;
        _length = 0;
        Seq = 0;
        Generation = generation;
    }

    private static FileStream Create()
    {
        string path = Path.Combine(Path.GetTempPath(), $"apimart-video-{Guid.NewGuid():n}");
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            Options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        FileStream file = new(path, options);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }

        return file;
    }
}
