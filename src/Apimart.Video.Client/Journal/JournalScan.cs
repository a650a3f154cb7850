using System.Text.Json;
using Apimart.Video.Tasks;

namespace Apimart.Video.Journal;

/// <summary>
/// Reads of a line only what the index needs. Prompts, bodies and links are the bulk of a journal and are passed over
/// without being decoded. One instance reads many lines.
/// </summary>
internal sealed class JournalScan
{
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly string?[] _recent = new string?[64];

    /// <summary>The last line's version; 0 where it tells none.</summary>
    internal int Version { get; private set; }

    internal bool IsAfterTorn { get; private set; }

    internal string Kind { get; private set; } = string.Empty;

    internal DateTimeOffset Time { get; private set; }

    internal string? Key { get; private set; }

    internal string? Writer { get; private set; }

    internal string? Job { get; private set; }

    internal string? Server { get; private set; }

    internal string? Digest { get; private set; }

    internal int Occurrence { get; private set; }

    internal int Take { get; private set; }

    internal int Attempt { get; private set; }

    internal string? Model { get; private set; }

    internal int? RowNumber { get; private set; }

    internal string? TaskId { get; private set; }

    internal string? Path { get; private set; }

    /// <summary>Of an uploaded picture alone; a saved video is found by its path.</summary>
    internal string? Sha256 { get; private set; }

    internal ApimartTaskStatus Status { get; private set; }

    internal DateTimeOffset? Created { get; private set; }

    internal DateTimeOffset? Completed { get; private set; }

    internal double? Actual { get; private set; }

    /// <summary>Whether the last line was an entry of a later format than this one.</summary>
    internal bool IsLater => Version > JournalEntry.CurrentVersion;

    /// <summary>False for what is not a whole entry of this version: a torn line, garbage, a later format.</summary>
    /// <param name="line">The line.</param>
    /// <param name="isWhole">Whether its checksum holds; then it need not be read to its end.</param>
    internal bool TryRead(ReadOnlySpan<byte> line, bool isWhole)
    {
        Clear();
        try
        {
            Utf8JsonReader reader = new(line);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (isWhole && IsBulk(ref reader))
                {
                    return IsReadable;
                }

                ReadField(ref reader);
            }

            return reader.TokenType == JsonTokenType.EndObject
                && !reader.Read()
                && IsReadable;
        }
        catch (Exception broken) when (broken is JsonException or FormatException or InvalidOperationException)
        {
            return false;
        }
    }

    private bool IsReadable => Version is >= 1 and <= JournalEntry.CurrentVersion;

    /// <summary>From these fields on a line has nothing for the index; see the order of <see cref="JournalEntry"/>.</summary>
    private static bool IsBulk(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("prompt"u8) || reader.ValueTextEquals("videos"u8) || reader.ValueTextEquals("body"u8);

    /// <summary>Most of the time of opening a long journal goes into finding a field by its name: its length leaves few to compare with.</summary>
    private void ReadField(ref Utf8JsonReader reader)
    {
        switch (reader.ValueIsEscaped ? 0 : reader.ValueSpan.Length)
        {
            case 0:
                break;
            case 1:
                ReadLetter(ref reader);
                break;
            case 3:
                ReadKeyOrJob(ref reader);
                break;
            case 4:
                ReadOfFour(ref reader);
                break;
            case 6:
                ReadOfSix(ref reader);
                break;
            default:
                ReadOther(ref reader);
                break;
        }

        // The value where the name is none of these, and what an odd one holds.
        reader.Skip();
    }

    private void ReadLetter(ref Utf8JsonReader reader)
    {
        switch (reader.ValueSpan[0])
        {
            case (byte)'v':
                reader.Read();
                Version = reader.GetInt32();
                break;
            case (byte)'e':
                Kind = Shared(ref reader) ?? string.Empty;
                break;
            case (byte)'t':
                Time = Moment(ref reader) ?? default;
                break;
            case (byte)'n':
                reader.Read();
                Occurrence = reader.GetInt32();
                break;
        }
    }

    private void ReadKeyOrJob(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("key"u8))
        {
            Key = Text(ref reader);
        }
        else if (reader.ValueTextEquals("job"u8))
        {
            Job = Shared(ref reader);
        }
    }

    private void ReadOfFour(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("task"u8))
        {
            TaskId = Text(ref reader);
        }
        else if (reader.ValueTextEquals("path"u8))
        {
            Path = Text(ref reader);
        }
        else if (reader.ValueTextEquals("take"u8))
        {
            reader.Read();
            Take = reader.GetInt32();
        }
        else if (reader.ValueTextEquals("torn"u8))
        {
            reader.Read();
            IsAfterTorn = reader.TokenType == JsonTokenType.True;
        }
    }

    private void ReadOfSix(ref Utf8JsonReader reader)
    {
        switch (reader.ValueSpan[0])
        {
            case (byte)'d' when reader.ValueTextEquals("digest"u8):
                Digest = Text(ref reader);
                break;
            case (byte)'w' when reader.ValueTextEquals("writer"u8):
                Writer = Shared(ref reader);
                break;
            case (byte)'a' when reader.ValueTextEquals("actual"u8):
                Actual = Number(ref reader);
                break;
            case (byte)'s' when reader.ValueTextEquals("status"u8):
                Status = Enum.TryParse(Shared(ref reader), out ApimartTaskStatus status) ? status : ApimartTaskStatus.Processing;
                break;
            case (byte)'s' when reader.ValueTextEquals("server"u8):
                Server = Shared(ref reader);
                break;
            case (byte)'s' when Kind == JournalEntryKind.Uploaded && reader.ValueTextEquals("sha256"u8):
                Sha256 = Text(ref reader);
                break;
        }
    }

    private void ReadOther(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("model"u8))
        {
            Model = Shared(ref reader);
        }
        else if (reader.ValueTextEquals("created"u8))
        {
            Created = Moment(ref reader);
        }
        else if (reader.ValueTextEquals("completed"u8))
        {
            Completed = Moment(ref reader);
        }
        else if (reader.ValueTextEquals("attempt"u8))
        {
            reader.Read();
            Attempt = reader.GetInt32();
        }
        else if (Kind == JournalEntryKind.State && reader.ValueTextEquals("rowNumber"u8))
        {
            RowNumber = Number(ref reader) is { } number && number == (int)number ? (int)number : null;
        }
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString();
    }

    /// <summary>What only informs must not make a line unreadable: an odd value counts as none.</summary>
    private static DateTimeOffset? Moment(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out DateTimeOffset moment) ? moment : null;
    }

    private static double? Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double number) && IsPossible(number) ? number : null;
    }

    /// <summary>Whether a number of seconds is one that a task could take.</summary>
    internal static bool IsPossible(double seconds) => double.IsFinite(seconds) && Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds / 2;

    /// <summary>Jobs, models and the like come back on every line: one copy of each is enough, and mostly it is one of the last few.</summary>
    private string? Shared(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        int place = reader.ValueSpan.Length & (_recent.Length - 1);
        if (_recent[place] is { } recent && reader.ValueTextEquals(recent))
        {
            return recent;
        }

        string text = reader.GetString()!;
        if (!_known.TryGetValue(text, out string? known))
        {
            _known.Add(text, known = text);
        }

        return _recent[place] = known;
    }

    private void Clear()
    {
        Version = 0;
        IsAfterTorn = false;
        Kind = string.Empty;
        Time = default;
        Key = Writer = Job = Server = Digest = Model = TaskId = Path = Sha256 = null;
        RowNumber = null;
        Occurrence = Attempt = 0;
        Take = RowIdentity.FirstTake;
        Status = default;
        Created = Completed = null;
        Actual = null;
    }
}
