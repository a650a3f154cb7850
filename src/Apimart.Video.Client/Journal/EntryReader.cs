using System.Runtime.CompilerServices;
using System.Text.Json;
using Apimart.Video.Tasks;

namespace Apimart.Video.Journal;

/// <summary>
/// Reads a line into an entry. What only informs must not make a line unreadable: a field with an odd value counts as not there.
/// Written by hand, since a listing reads four lines a task, and the serializer takes three times as long.
/// </summary>
internal ref partial struct EntryReader
{
    private readonly bool _restoring;
    private Utf8JsonReader _reader;
    private string? _kind, _key, _writer, _job, _server, _digest, _model, _task, _word, _code, _message, _path, _sha256, _url, _prompt, _machine, _route, _body;
    private DateTimeOffset? _time, _created, _completed, _expires;
    private double? _estimated, _actual;
    private int? _version, _occurrence, _take, _attempt, _index, _rowNumber;
    private long? _length;
    private decimal? _cost, _reserved;
    private bool _torn, _replayed;
    private ApimartTaskStatus? _status;
    private IReadOnlyList<JournalLink>? _videos;
    private IReadOnlyDictionary<string, string>? _row;
    private IReadOnlyDictionary<string, string?>? _cells;

    private EntryReader(ReadOnlySpan<byte> line, bool restoring)
    {
        _reader = new Utf8JsonReader(line);
        _restoring = restoring;
    }

    /// <summary>An entry of a line; null for what is no JSON object.</summary>
    /// <param name="line">The line.</param>
    /// <param name="restoring">Whether to leave out by what the line is found, because the index knows it.</param>
    internal static JournalEntry? Read(ReadOnlySpan<byte> line, bool restoring = false)
    {
        try
        {
            return new EntryReader(line, restoring).Read();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private JournalEntry? Read()
    {
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadField();

            // The value where the name is none that is known.
            _reader.Skip();
        }

        return _reader.TokenType == JsonTokenType.EndObject && !_reader.Read() ? ToEntry() : null;
    }

    private readonly bool Is(ReadOnlySpan<byte> name) => _reader.ValueTextEquals(name);

    /// <summary>Fields are found by the length of their names first: a listing of thousands of tasks asks this a million times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadField()
    {
        switch (NameLength())
        {
            case 1 when Is("e"u8):
                Known(ref _kind);
                break;
            case 1 when Is("t"u8):
                Moment(ref _time);
                break;
            case 1 when Is("v"u8):
                Number(ref _version);
                break;
            case 1 when Is("n"u8):
                Number(ref _occurrence);
                break;
            case 3 when Is("key"u8):
                Known(ref _key);
                break;
            case 3 when Is("job"u8):
                Known(ref _job);
                break;
            case 3 when Is("row"u8):
                Row();
                break;
            case 3 when Is("url"u8):
                Text(ref _url);
                break;
            case 4 when Is("task"u8):
                Known(ref _task);
                break;
            case 4 when Is("body"u8):
                Text(ref _body);
                break;
            case 4 when Is("word"u8):
                Text(ref _word);
                break;
            case 4 when Is("cost"u8):
                Dollars(ref _cost);
                break;
            case 4 when Is("path"u8):
                Text(ref _path);
                break;
            case 4 when Is("take"u8):
                Number(ref _take);
                break;
            case 4 when Is("code"u8):
                Text(ref _code);
                break;
            case 4 when Is("torn"u8):
                Flag(ref _torn);
                break;
            case 5 when Is("model"u8):
                Known(ref _model);
                break;
            case 5 when Is("index"u8):
                Number(ref _index);
                break;
            case 5 when Is("cells"u8):
                Cells();
                break;
            case 5 when Is("route"u8):
                Text(ref _route);
                break;
            case 6 when Is("writer"u8):
                Known(ref _writer);
                break;
            case 6 when Is("digest"u8):
                Known(ref _digest);
                break;
            case 6 when Is("server"u8):
                Known(ref _server);
                break;
            case 6 when Is("prompt"u8):
                Text(ref _prompt);
                break;
            case 6 when Is("status"u8):
                Status();
                break;
            case 6 when Is("videos"u8):
                Videos();
                break;
            case 6 when Is("actual"u8):
                Seconds(ref _actual);
                break;
            case 6 when Is("length"u8):
                Length();
                break;
            case 6 when Is("sha256"u8):
                Text(ref _sha256);
                break;
            case 7 when Is("created"u8):
                Moment(ref _created);
                break;
            case 7 when Is("machine"u8):
                Text(ref _machine);
                break;
            case 7 when Is("expires"u8):
                Moment(ref _expires);
                break;
            case 7 when Is("attempt"u8):
                Number(ref _attempt);
                break;
            case 7 when Is("message"u8):
                Text(ref _message);
                break;
            case 8 when Is("reserved"u8):
                Dollars(ref _reserved);
                break;
            case 8 when Is("replayed"u8):
                Flag(ref _replayed);
                break;
            case 9 when Is("completed"u8):
                Moment(ref _completed);
                break;
            case 9 when Is("estimated"u8):
                Seconds(ref _estimated);
                break;
            case 9 when Is("rowNumber"u8):
                Number(ref _rowNumber);
                break;
        }
    }

    private readonly int NameLength() => _reader.ValueIsEscaped ? _reader.GetString()!.Length : _reader.ValueSpan.Length;

    private void Known(ref string? field)
    {
        if (!_restoring)
        {
            Text(ref field);
        }
    }

    private void Text(ref string? field)
    {
        _reader.Read();
        field = TextOrNull();
    }

    private string? TextOrNull()
    {
        if (_reader.TokenType != JsonTokenType.String)
        {
            _reader.Skip();
            return null;
        }

        try
        {
            return _reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a character.
            return null;
        }
    }

    private void Moment(ref DateTimeOffset? field)
    {
        _reader.Read();
        field = _reader.TokenType == JsonTokenType.String && _reader.TryGetDateTimeOffset(out DateTimeOffset moment) ? moment : null;
    }

    private bool IsNumber()
    {
        _reader.Read();
        return _reader.TokenType == JsonTokenType.Number;
    }

    private void Number(ref int? field)
    {
        field = IsNumber() && _reader.TryGetInt32(out int number) ? number : null;
    }

    private void Length()
    {
        _length = IsNumber() && _reader.TryGetInt64(out long number) ? number : null;
    }

    private void Dollars(ref decimal? field)
    {
        field = IsNumber() && _reader.TryGetDecimal(out decimal number) ? number : null;
    }

    private void Seconds(ref double? field)
    {
        field = IsNumber() && _reader.TryGetDouble(out double number) ? number : null;
    }

    private void Flag(ref bool field)
    {
        _reader.Read();
        field = _reader.TokenType == JsonTokenType.True;
    }

    private void Status()
    {
        _reader.Read();
        _status = Enum.TryParse(TextOrNull(), ignoreCase: true, out ApimartTaskStatus status) ? status : null;
    }

    private readonly JournalEntry ToEntry() => new()
    {
        Version = _version ?? JournalEntry.CurrentVersion,
        Torn = _torn,
        Kind = _kind ?? string.Empty,
        Time = _time ?? default,
        Key = _key,
        Writer = _writer,
        Job = _job,
        Server = _server,
        Digest = _digest,
        Occurrence = _occurrence ?? 0,
        Take = _take,
        Attempt = _attempt ?? 0,
        Model = _model,
        TaskId = _task,
        Replayed = _replayed,
        Status = _status,
        StatusText = _word,
        Created = _created,
        Completed = _completed,
        Estimated = _estimated,
        Actual = _actual,
        Cost = _cost,
        Reserved = _reserved,
        Code = _code,
        Message = _message,
        Index = _index,
        Path = _path,
        Length = _length,
        Sha256 = _sha256,
        Videos = _videos,
        Url = _url,
        Expires = _expires,
        Prompt = _prompt,
        Machine = _machine,
        RowNumber = _rowNumber,
        Row = _row,
        Cells = _cells,
        Route = _route,
        Body = _body,
    };
}
