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
            if (!ReadField())
            {
                _reader.Skip();
            }
        }

        return _reader.TokenType == JsonTokenType.EndObject && !_reader.Read() ? ToEntry() : null;
    }

    private readonly bool Is(ReadOnlySpan<byte> name) => _reader.ValueTextEquals(name);

    /// <summary>Fields are found by the length of their names first: a listing of thousands of tasks asks this a million times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool ReadField() => NameLength() switch
    {
        1 => Is("e"u8) ? Known(ref _kind)
            : Is("t"u8) ? Moment(ref _time)
            : Is("v"u8) ? Number(ref _version)
            : Is("n"u8) && Number(ref _occurrence),
        3 => Is("key"u8) ? Known(ref _key)
            : Is("job"u8) ? Known(ref _job)
            : Is("row"u8) ? Row()
            : Is("url"u8) && Text(ref _url),
        4 => Is("task"u8) ? Known(ref _task)
            : Is("body"u8) ? Text(ref _body)
            : Is("word"u8) ? Text(ref _word)
            : Is("cost"u8) ? Dollars(ref _cost)
            : Is("path"u8) ? Text(ref _path)
            : Is("take"u8) ? Number(ref _take)
            : Is("code"u8) ? Text(ref _code)
            : Is("torn"u8) && Flag(ref _torn),
        5 => Is("model"u8) ? Known(ref _model)
            : Is("index"u8) ? Number(ref _index)
            : Is("cells"u8) ? Cells()
            : Is("route"u8) && Text(ref _route),
        6 => Is("writer"u8) ? Known(ref _writer)
            : Is("digest"u8) ? Known(ref _digest)
            : Is("server"u8) ? Known(ref _server)
            : Is("prompt"u8) ? Text(ref _prompt)
            : Is("status"u8) ? Status()
            : Is("videos"u8) ? Videos()
            : Is("actual"u8) ? Seconds(ref _actual)
            : Is("length"u8) ? Length()
            : Is("sha256"u8) && Text(ref _sha256),
        7 => Is("created"u8) ? Moment(ref _created)
            : Is("machine"u8) ? Text(ref _machine)
            : Is("expires"u8) ? Moment(ref _expires)
            : Is("attempt"u8) ? Number(ref _attempt)
            : Is("message"u8) && Text(ref _message),
        8 => Is("reserved"u8) ? Dollars(ref _reserved)
            : Is("replayed"u8) && Flag(ref _replayed),
        9 => Is("completed"u8) ? Moment(ref _completed)
            : Is("estimated"u8) ? Seconds(ref _estimated)
            : Is("rowNumber"u8) && Number(ref _rowNumber),
        _ => false,
    };

    private readonly int NameLength() => _reader.ValueIsEscaped ? _reader.GetString()!.Length : _reader.ValueSpan.Length;

    private bool Known(ref string? field)
    {
        if (!_restoring)
        {
            return Text(ref field);
        }

        _reader.Skip();
        return true;
    }

    private bool Text(ref string? field)
    {
        _reader.Read();
        field = TextOrNull();
        return true;
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

    private bool Moment(ref DateTimeOffset? field)
    {
        _reader.Read();
        field = MomentOrNull();
        return true;
    }

    private DateTimeOffset? MomentOrNull()
    {
        if (_reader.TokenType == JsonTokenType.String && _reader.TryGetDateTimeOffset(out DateTimeOffset moment))
        {
            return moment;
        }

        _reader.Skip();
        return null;
    }

    private bool IsNumber()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.Number)
        {
            return true;
        }

        _reader.Skip();
        return false;
    }

    private bool Number(ref int? field)
    {
        field = IsNumber() && _reader.TryGetInt32(out int number) ? number : null;
        return true;
    }

    private bool Length()
    {
        _length = IsNumber() && _reader.TryGetInt64(out long number) ? number : null;
        return true;
    }

    private bool Dollars(ref decimal? field)
    {
        field = IsNumber() && _reader.TryGetDecimal(out decimal number) ? number : null;
        return true;
    }

    private bool Seconds(ref double? field)
    {
        field = IsNumber() && _reader.TryGetDouble(out double number) ? number : null;
        return true;
    }

    private bool Flag(ref bool field)
    {
        _reader.Read();
        field = _reader.TokenType == JsonTokenType.True;
        _reader.Skip();
        return true;
    }

    private bool Status()
    {
        _reader.Read();
        _status = Enum.TryParse(TextOrNull(), ignoreCase: true, out ApimartTaskStatus status) ? status : null;
        return true;
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
