using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Apimart.Video.Api;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;
using CsCheck;

namespace Apimart.Video.Client.Tests.Hostile;

/// <summary>
/// Sends rows to a server that answers as it is told, and holds what must hold whatever it says: no exception outside the
/// catalogue; an id in the answer is in the journal; neither the key nor a control character leaves; one POST a row, unless the
/// answer proves that nothing was executed, and then the same key.
/// </summary>
internal sealed partial class HostileRun : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hostile").FullName;
    private readonly AnswerServer _server;
    private readonly TaskJournal _journal;
    private readonly SocketsHttpHandler _network = ApiTransport.CreateHandler(proxy: null);
    private readonly ApimartClient _client;
    private readonly List<string> _keys = [];
    private readonly List<string> _warnings = [];
    private HostileAnswer _submit = null!;
    private HostileAnswer _look = null!;
    private int _row;
    private long _read;

    internal HostileRun(TimeProvider time)
    {
        _server = new AnswerServer(Answer);

        // One connection a request, as the server has it: a request on a connection that it has just closed would be nobody's, and
        // rightly of unknown outcome.
        _network.PooledConnectionLifetime = TimeSpan.Zero;
        _journal = TaskJournal.Open(_folder, _server.Address, time);
        _client = new ApimartClient(new ApimartClientOptions
        {
            ApiKey = Secrets.Key,
            BaseUri = _server.Address,
            Handler = _network,
            Journal = _journal,
            TimeProvider = time,
            ReadTimeout = TimeSpan.FromHours(1),
            SubmitTimeout = TimeSpan.FromHours(1),
        });
    }

    internal static Gen<(HostileAnswer Submit, HostileAnswer Look)> Answers { get; } =
        Gen.Select(HostileAnswers.OfSubmits, HostileAnswers.OfLooks, (submit, look) => (submit, look));

    public void Dispose()
    {
        _client.Dispose();
        _network.Dispose();
        _journal.Dispose();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <exception cref="InvalidOperationException">Something does not hold.</exception>
    internal async Task CheckAsync(HostileAnswer submit, HostileAnswer look)
    {
        (_submit, _look) = (submit, look);
        _row++;
        _keys.Clear();
        _warnings.Clear();
        string? first = await SubmitAsync();
        string written = ReadJournal();
        Hold(!(submit.IsWhole && submit.NamesTask) || written.Contains(HostileAnswers.Id, StringComparison.Ordinal), "an id is lost");
        Hold(_keys.Count == 1 || (submit.MayBeRepeated && _keys.Distinct().Count() == 1), $"{_keys.Count} POSTs of one row, which ended as {first ?? "accepted"}");

        string key = _keys[0];
        _keys.Clear();
        string? second = await SubmitAsync();
        Hold(first is not (null or nameof(ApimartErrorKind.OutcomeUnknown)) || _keys.Count == 0, "a row that may be paid is sent again");
        Hold(_keys.TrueForAll(again => again == key ? submit.MayBeRepeated : submit.MayFreeTheKey), "a key changed, or stayed, without proof");
        Hold(first is not null || second is null, "an accepted row is not known any more");
        await PollAsync();
        ReadJournal();
    }

    /// <returns>Null where a task came back, else the kind of the fault.</returns>
    private async Task<string?> SubmitAsync()
    {
        try
        {
            HoldClean(await _client.SubmitAsync(Row(), new SubmitOptions { JobName = "hostile", Warn = _warnings.Add }));
            return null;
        }
        catch (ApimartException fault)
        {
            HoldClean(fault);
            return fault.Kind.ToString();
        }
        finally
        {
            _warnings.ForEach(HoldClean);
        }
    }

    private async Task PollAsync()
    {
        try
        {
            HoldClean(await _client.PollAsync(HostileAnswers.Id, CancellationToken.None));
        }
        catch (ApimartException fault)
        {
            HoldClean(fault);
        }
    }

    private PreparedRequest Row()
    {
        string body = $$"""{"model":"veo3.1-fast","prompt":"row {{_row}}"}""";
        return new PreparedRequest { Model = "veo3.1-fast", Prompt = $"row {_row}", Body = Encoding.UTF8.GetBytes(body), Canonical = body, Warnings = [] };
    }

    private byte[] Answer(string request)
    {
        if (!request.StartsWith("POST", StringComparison.Ordinal))
        {
            return _look.ToBytes();
        }

        _keys.Add(KeyHeader().Match(request).Groups["key"].Value);
        if (_keys.Count == 1 && _keys[0] is { } key && _answered.Add(key))
        {
            return _submit.ToBytes();
        }

        string id = $$"""{"task_id":"task_later_{{_row}}"}""";
        return Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {id.Length}\r\n\r\n{id}");
    }

    private readonly HashSet<string> _answered = [];

    /// <summary>What was written since the last time, each line of it held to be clean.</summary>
    private string ReadJournal()
    {
        using FileStream file = new(_journal.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = _read;
        using StreamReader reader = new(file);
        string text = reader.ReadToEnd();
        _read = file.Length;
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using JsonDocument entry = JsonDocument.Parse(line);
            foreach (JsonElement value in Values(entry.RootElement))
            {
                HoldClean(value.ToString());
            }
        }

        return text;
    }

    private static IEnumerable<JsonElement> Values(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Values(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Values),
        _ => [element],
    };

    private void HoldClean(ApimartTask task)
    {
        Array.ForEach<string?>([task.TaskId, task.StatusText, task.Error?.Code, task.Error?.Message], HoldClean);
        foreach (VideoLink video in task.Videos)
        {
            Array.ForEach<string?>([video.Url?.OriginalString, video.Url?.AbsoluteUri, video.ToString()], HoldClean);
        }
    }

    private void HoldClean(ApimartException fault)
    {
        Hold(fault.Advice.Length > 0, $"{fault.Kind} comes without advice");
        Hold(fault.Message.Length < 2000, "a message is not bounded");
        Array.ForEach([fault.Code, fault.Type, fault.RequestId, fault.Advice], HoldClean);
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            HoldClean(cause.Message);
        }
    }

    private void HoldClean(string? text) => Hold(Secrets.In(text) is null, $"{Secrets.In(text)} leaves in: {text}");

    private void Hold(bool held, string what)
    {
        if (!held)
        {
            throw new InvalidOperationException($"{what}\nsubmit: {_submit}\nlook: {_look}\nkeys: {string.Join(", ", _keys)}");
        }
    }

    [GeneratedRegex("^Idempotency-Key: (?<key>[!-~]+)", RegexOptions.Multiline)]
    private static partial Regex KeyHeader();
}
