using System.Buffers;
using System.Buffers.Binary;
using Apimart.Video.Files;
using Microsoft.Win32.SafeHandles;

namespace Apimart.Video.Journal;

/// <summary>
/// The index as it was, in a file beside a long journal, so that each process need not read all lines again. It is believed only if
/// it is whole, was written by this very build, and the journal still begins with the bytes that it was made from; it may be
/// deleted at any time.
/// </summary>
internal sealed class JournalSnapshot
{
    internal const string FileName = "journal.index";

    /// <summary>Bytes of a journal that are read in some milliseconds; fewer new ones are not worth a snapshot.</summary>
    internal const int FewBytes = 1 << 20;

    /// <summary>A snapshot that lacks less than this part of the journal is as good as a new one.</summary>
    private const int SmallPart = 8;
    private const int ReadSize = 1 << 20;
    private const int SealLength = sizeof(uint);
    private static readonly byte[] s_build = typeof(JournalSnapshot).Module.ModuleVersionId.ToByteArray();

    private readonly JournalFolder _folder;
    private long _covered;

    internal JournalSnapshot(JournalFolder folder)
    {
        _folder = folder;
    }

    /// <summary>See <see cref="FewBytes"/>; a test makes it less.</summary>
    internal long Few { get; set; } = FewBytes;

    private string Path => System.IO.Path.Combine(_folder.Root, FileName);

    /// <summary>Brings an empty index to where the snapshot was taken; leaves it empty where the snapshot cannot be believed.</summary>
    internal void Load(JournalIndex index, SafeFileHandle journal)
    {
        _covered = 0;
        if (RandomAccess.GetLength(journal) < Few)
        {
            return;
        }

        try
        {
            byte[] bytes = Disk.Read(Path);
            if (IsWhole(bytes))
            {
                using BinaryReader reader = new(new MemoryStream(bytes, s_build.Length, bytes.Length - s_build.Length - SealLength));
                long length = reader.ReadInt64();
                uint sum = reader.ReadUInt32();
                if (Sum(journal, length) == sum)
                {
                    index.Read(reader, length, sum);
                    _covered = length;
                }
            }
        }
        catch (Exception none) when (JournalErrors.IsStorageFault(none))
        {
            index.Clear();
        }
    }

    /// <summary>Takes a snapshot of an index that is up to date, where the last one lacks much of it.</summary>
    internal void Save(JournalIndex index)
    {
        long lacking = index.Position - _covered;
        if (lacking < Few || lacking < index.Position / SmallPart || index.HasDamages || index.HasLaterEntries)
        {
            return;
        }

        _covered = index.Position;
        try
        {
            string part = Path + ".part";
            using (FileStream file = new(part, JournalFolder.OwnFile(FileShare.None)))
            {
                file.SetLength(0);
                ToBytes(index).WriteTo(file);
            }

            Disk.Move(part, Path, overwrite: true);
        }
        catch (Exception unwritable) when (JournalErrors.IsStorageFault(unwritable))
        {
            // The journal alone is enough.
        }
    }

    /// <summary>Takes the snapshot away, where that can be done: it names jobs and files that the journal may be about to forget.</summary>
    internal void Forget()
    {
        _covered = 0;
        try
        {
            File.Delete(Path);
        }
        catch (Exception kept) when (JournalErrors.IsStorageFault(kept))
        {
            // Nobody believes it any more, and the next one takes its place.
        }
    }

    private static MemoryStream ToBytes(JournalIndex index)
    {
        MemoryStream bytes = new();
        BinaryWriter writer = new(bytes);
        writer.Write(s_build);
        writer.Write(index.Position);
        writer.Write(index.Sum);
        index.Write(writer);
        writer.Flush();
        writer.Write(LineSeal.Extend(0, bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
        writer.Flush();
        return bytes;
    }

    private static bool IsWhole(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(s_build)
        && bytes.Length > s_build.Length + SealLength
        && LineSeal.Extend(0, bytes[..^SealLength]) == BinaryPrimitives.ReadUInt32LittleEndian(bytes[^SealLength..]);

    /// <summary>The checksum of a journal's first bytes; of all, where it has fewer.</summary>
    private static uint Sum(SafeFileHandle journal, long length)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        uint sum = 0;
        for (long offset = 0; offset < length;)
        {
            int read = RandomAccess.Read(journal, buffer.AsSpan(0, (int)Math.Min(ReadSize, length - offset)), offset);
            if (read == 0)
            {
                break;
            }

            sum = LineSeal.Extend(sum, buffer.AsSpan(0, read));
            offset += read;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return sum;
    }
}
