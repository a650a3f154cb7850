using Apimart.Video.Tasks;

namespace Apimart.Video.Journal;

/// <summary>The index as bytes, for its <see cref="JournalSnapshot"/>.</summary>
internal sealed partial class JournalIndex
{
    private const int NoNumber = int.MinValue;

    /// <summary>What a row's bytes begin with.</summary>
    [Flags]
    private enum RowMarks
    {
        None = 0,
        FoundByKey = 1,
        FoundByTask = 1 << 1,
        LastOfIdentity = 1 << 2,
        OneOfSeveral = 1 << 3,
        NotExecuted = 1 << 4,
        RefusedHere = 1 << 5,
        Corrected = 1 << 6,
    }

    /// <summary>Writes all that <see cref="Read(BinaryReader, long, uint)"/> makes this index of again.</summary>
    internal void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(_endLength);
        writer.Write(_end.AsSpan(0, _endLength));
        writer.Write(_check.Line);
        writer.Write(_check.Seal);
        SharedTexts texts = new();
        Dictionary<JournalRow, int> places = new(ReferenceEqualityComparer.Instance);
        writer.Write(_rows.Count);
        foreach (JournalRow row in _rows)
        {
            places.Add(row, places.Count);
            Write(writer, row, texts);
        }

        WriteAll(writer, _rows.Where(row => row.Former is not null).ToArray(), row =>
        {
            writer.Write(places[row]);
            writer.Write(places[row.Former!]);
        });
        WriteAll(writer, _byTask.Where(known => known.Key != known.Value.TaskId).ToArray(), known =>
        {
            writer.Write(known.Key);
            writer.Write(places[known.Value]);
        });
        WriteAll(writer, _owners, owner =>
        {
            writer.Write(owner.Key);
            writer.Write(owner.Value);
        });
        WriteAll(writer, _uploads, upload =>
        {
            texts.Write(writer, upload.Key.Server);
            writer.Write(upload.Key.Sha256);
            Write(writer, upload.Value);
        });
    }

    /// <summary>Makes the index again that was written; it is empty before.</summary>
    /// <param name="reader">Its bytes.</param>
    /// <param name="position">See <see cref="Position"/>.</param>
    /// <param name="sum">See <see cref="Sum"/>.</param>
    internal void Read(BinaryReader reader, long position, uint sum)
    {
        Position = position;
        Sum = sum;
        _endLength = reader.Read7BitEncodedInt();
        reader.BaseStream.ReadExactly(_end.AsSpan(0, _endLength));
        _check.Resume(reader.ReadInt64(), reader.ReadUInt32());
        SharedTexts texts = new();
        int count = reader.ReadInt32();
        _rows.EnsureCapacity(count);
        _byKey.EnsureCapacity(count);
        _byTask.EnsureCapacity(count);
        _byIdentity.EnsureCapacity(count);
        Repeat(count, () => ReadRow(reader, texts));
        Repeat(reader.ReadInt32(), () => _rows[reader.ReadInt32()].Former = _rows[reader.ReadInt32()]);
        Repeat(reader.ReadInt32(), () => _byTask.Add(reader.ReadString(), _rows[reader.ReadInt32()]));
        Repeat(reader.ReadInt32(), () => _owners.Add(reader.ReadString(), reader.ReadString()));
        Repeat(reader.ReadInt32(), () => _uploads.Add((texts.Read(reader), reader.ReadString()), ReadSpan(reader)));
    }

    private void Write(BinaryWriter writer, JournalRow row, SharedTexts texts)
    {
        writer.Write((byte)MarksOf(row));
        writer.Write((byte)row.Submit);
        writer.Write((byte)row.Status);
        Write(writer, row.Key);
        Write(writer, row.Digest);
        Write(writer, row.TaskId);
        texts.Write(writer, row.Job);
        texts.Write(writer, row.Server);
        texts.Write(writer, row.Model);
        texts.Write(writer, row.Writer);
        writer.Write7BitEncodedInt(row.Occurrence);
        writer.Write7BitEncodedInt(row.Take);
        writer.Write7BitEncodedInt(row.Attempt);
        writer.Write(row.Number ?? NoNumber);
        Write(writer, row.Time);
        Write(writer, row.Created);
        writer.Write(row.Duration is null ? long.MinValue : row.Duration.Value.Ticks);
        Write(writer, row.Intent);
        Write(writer, row.Answer);
        Write(writer, row.LastState);
        writer.Write7BitEncodedInt(row.Saved?.Count ?? 0);
        foreach (LineSpan saved in row.Saved ?? [])
        {
            Write(writer, saved);
        }
    }

    private void ReadRow(BinaryReader reader, SharedTexts texts)
    {
        RowMarks marks = (RowMarks)reader.ReadByte();
        JournalRow row = new()
        {
            Submit = (RowState)reader.ReadByte(),
            Status = (ApimartTaskStatus)reader.ReadByte(),
            Key = ReadText(reader),
            Digest = ReadText(reader),
            TaskId = ReadText(reader),
            Job = texts.Read(reader),
            Server = texts.Read(reader),
            Model = texts.Read(reader),
            Writer = texts.Read(reader),
            Occurrence = reader.Read7BitEncodedInt(),
            Take = reader.Read7BitEncodedInt(),
            Attempt = reader.Read7BitEncodedInt(),
            Number = reader.ReadInt32() is not NoNumber and var number ? number : null,
            Time = ReadMoment(reader) ?? default,
            Created = ReadMoment(reader),
            Duration = reader.ReadInt64() is not long.MinValue and var ticks ? TimeSpan.FromTicks(ticks) : null,
            Intent = ReadSpan(reader),
            Answer = ReadSpan(reader),
            LastState = ReadSpan(reader),
            WasNotExecuted = marks.HasFlag(RowMarks.NotExecuted),
            IsOneOfSeveral = marks.HasFlag(RowMarks.OneOfSeveral),
            WasRefusedHere = marks.HasFlag(RowMarks.RefusedHere),
            IsCorrected = marks.HasFlag(RowMarks.Corrected),
        };
        for (int saved = reader.Read7BitEncodedInt(); saved > 0; saved--)
        {
            (row.Saved ??= new List<LineSpan>(saved)).Add(ReadSpan(reader));
        }

        _rows.Add(row);
        if (marks.HasFlag(RowMarks.FoundByKey))
        {
            _byKey.Add(row.Key!, row);
        }

        if (marks.HasFlag(RowMarks.FoundByTask))
        {
            _byTask.Add(row.TaskId!, row);
        }

        if (row.WasRefusedHere)
        {
            _refused.Take(row);
        }
        else if (row.Identity is { } identity)
        {
            _jobs.Add((identity.Server, identity.Job));
            if (marks.HasFlag(RowMarks.LastOfIdentity))
            {
                _byIdentity.Add(identity, row);
            }
        }
    }

    private RowMarks MarksOf(JournalRow row) =>
        (row.Key is { } key && FindKey(key) == row ? RowMarks.FoundByKey : RowMarks.None)
        | (row.TaskId is { } id && Find(id) == row ? RowMarks.FoundByTask : RowMarks.None)
        | (row.Identity is { } identity && FindLast(identity) == row ? RowMarks.LastOfIdentity : RowMarks.None)
        | (row.IsOneOfSeveral ? RowMarks.OneOfSeveral : RowMarks.None)
        | (row.WasNotExecuted ? RowMarks.NotExecuted : RowMarks.None)
        | (row.WasRefusedHere ? RowMarks.RefusedHere : RowMarks.None)
        | (row.IsCorrected ? RowMarks.Corrected : RowMarks.None);

    private static void WriteAll<T>(BinaryWriter writer, IReadOnlyCollection<T> all, Action<T> write)
    {
        writer.Write(all.Count);
        foreach (T one in all)
        {
            write(one);
        }
    }

    private static void Repeat(int count, Action work)
    {
        for (; count > 0; count--)
        {
            work();
        }
    }

    private static void Write(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
        {
            writer.Write(text);
        }
    }

    private static string? ReadText(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    private static void Write(BinaryWriter writer, LineSpan line)
    {
        writer.Write7BitEncodedInt64(line.Offset);
        writer.Write7BitEncodedInt(line.Length);
    }

    private static LineSpan ReadSpan(BinaryReader reader) => new(reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt());

    private static void Write(BinaryWriter writer, DateTimeOffset? moment)
    {
        writer.Write(moment?.Ticks ?? long.MinValue);
        writer.Write((short)(moment?.TotalOffsetMinutes ?? 0));
    }

    private static DateTimeOffset? ReadMoment(BinaryReader reader)
    {
        long ticks = reader.ReadInt64();
        short minutes = reader.ReadInt16();
        return ticks == long.MinValue ? null : new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes));
    }
}
