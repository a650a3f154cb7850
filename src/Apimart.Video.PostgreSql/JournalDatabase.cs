using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Apimart.Video.Api;
using Apimart.Video.Errors;
using Npgsql;

namespace Apimart.Video.Journal;

/// <summary>
/// The calls of the database. Each is one round trip that commits by itself, and is made again where the connection broke: every
/// call comes to the same when it is made twice.
/// </summary>
internal sealed class JournalDatabase : IDisposable
{
    internal const int SchemaVersion = 1;
    private const int LeastServerVersion = 120000;
    private const string True = "true";

    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource _source;
    private readonly ManualResetEventSlim _closed = new();
    private readonly object _gate = new();
    private Task? _greeting;
    private volatile bool _checked;
    private long _lostSince;

    /// <exception cref="ArgumentException">The connection string is not one.</exception>
    internal JournalDatabase(string connectionString)
    {
        NpgsqlConnectionStringBuilder builder = new(connectionString);
        builder.ApplicationName ??= "Apimart.Video";
        builder.NoResetOnClose = true;
        builder.PersistSecurityInfo = false;
        builder.IncludeErrorDetail = false;
        if (!builder.ContainsKey("Timeout"))
        {
            builder.Timeout = 10;
        }

        if (!builder.ContainsKey("Maximum Pool Size"))
        {
            builder.MaxPoolSize = 8;
        }

        Address = AddressOf(builder);

        NpgsqlSlimDataSourceBuilder source = new(builder.ConnectionString);
        source.ConfigureTypeLoading(static types => types.EnableTypeLoading(false)).EnableTransportSecurity().EnableIntegratedSecurity();
        source.AddTypeInfoResolverFactory(new TextOnly());
        _source = source.Build();
        _greeting = Task.Run(Greet);
    }

    /// <summary>The database's address for a person, without its password.</summary>
    internal string Address { get; }

    /// <summary>How long what adds something is tried while the database cannot be reached, once it has been.</summary>
    internal TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The same for who only looks, as a person at the prompt does.</summary>
    internal TimeSpan ReadPatience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The same for the first call of all: a wrong address need not be waited for.</summary>
    internal TimeSpan FirstPatience { get; set; } = TimeSpan.FromSeconds(5);

    public void Dispose()
    {
        _closed.Set();
        _source.Dispose();
    }

    /// <exception cref="Api.ApimartException">The database cannot be used, or has a later schema.</exception>
    internal JournalSchema Initialize() => Retry(() =>
    {
        using NpgsqlConnection connection = _source.OpenConnection();
        Check(connection);
        int? former = SchemaInstaller.Install(connection, Address);
        _checked = true;
        return new JournalSchema { Path = Address, Version = SchemaVersion, FormerVersion = former };
    }, FirstPatience);

    /// <summary>What happened since an entry of a generation; everything where the generation is another by now.</summary>
    /// <remarks>
    /// The statement lets the server see that it needs one row of info and how few events: what it expects to cost much, it compiles first,
    /// which takes longer than all the rest.
    /// </remarks>
    /// <param name="generation">The generation; 0 for whichever it is.</param>
    /// <param name="seq">The entry.</param>
    /// <param name="onlyLooks">Whether nothing will be added by what is read.</param>
    /// <exception cref="Api.ApimartException">The database cannot be used.</exception>
    internal JournalNews ReadNews(long generation, long seq, bool onlyLooks)
    {
        JournalNews news = ReadEvents(generation, seq, onlyLooks);
        return generation == 0 || news.Generation == generation ? news : ReadEvents(0, 0, onlyLooks);
    }

    private JournalNews ReadEvents(long generation, long seq, bool onlyLooks) => Run(connection =>
    {
        using NpgsqlBatch batch = new(connection)
        {
            BatchCommands =
            {
                Batched(
                    """
                    select i.generation::text, (extract(epoch from clock_timestamp()) * 1000)::bigint::text,
                        (extract(epoch from i.dead_after) * 1000)::bigint::text, e.seq::text, e.key, e.line
                    from (select * from apimart_video.info limit 1) i
                    left join apimart_video.events e on e.seq > $2::bigint and $1::bigint in (0, i.generation)
                    order by e.seq
                    """,
                    Text(generation),
                    Text(seq)),
                Batched("""
                    select id, machine from apimart_video.writers
                    where not ended and seen > clock_timestamp() - (select dead_after from apimart_video.info)
                    """),
            },
        };
        using NpgsqlDataReader reader = batch.ExecuteReader();
        List<JournalNews.Event> events = [];
        (long Generation, DateTimeOffset Clock, TimeSpan DeadAfter)? info = null;
        while (reader.Read())
        {
            info ??= (Number(reader, 0), DateTimeOffset.FromUnixTimeMilliseconds(Number(reader, 1)), TimeSpan.FromMilliseconds(Number(reader, 2)));
            if (!reader.IsDBNull(3))
            {
                events.Add(new JournalNews.Event(Number(reader, 3), reader.IsDBNull(4) ? null : reader.GetString(4), reader.GetString(5)));
            }
        }

        Dictionary<string, string> living = new(StringComparer.Ordinal);
        reader.NextResult();
        while (reader.Read())
        {
            living.Add(reader.GetString(0), reader.GetString(1));
        }

        var (found, clock, deadAfter) = info ?? throw new IOException("the schema apimart_video has lost its one row of info");
        return new JournalNews(found, clock, deadAfter, events, living);
    }, onlyLooks ? ReadPatience : Patience);

    /// <returns>The groups whose claim was lost to another; nothing of them was added.</returns>
    /// <exception cref="Api.ApimartException">The database cannot be used; whether the entries were added is not known.</exception>
    internal IReadOnlyList<int> Append(string writer, string machine, string entries) =>
    [
        .. Call("call apimart_video.append($1, $2, $3::json, null)", writer, machine, entries)[0]!
            .Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => int.Parse(part, CultureInfo.InvariantCulture)),
    ];

    /// <returns>False where an entry was added since the given one; nothing was done.</returns>
    internal bool Rewrite(long head, long generation, (string Lines, string Rows) entries) =>
        Call("call apimart_video.rewrite($1::bigint, $2::bigint, $3::json, $4::json, null)", Text(head), Text(generation), entries.Lines, entries.Rows)[0] == True;

    internal void Beat(string writer, string machine) => Call("select apimart_video.see($1, $2)::text", writer, machine);

    internal void End(string writer) => Call("with ended as (update apimart_video.writers set ended = true where id = $1) select null::text", writer);

    /// <returns>The machine of the other who lives and works on the row, or null where it is this writer's from now on.</returns>
    internal string? WorkOn(string key, string writer, string machine) => Call("call apimart_video.work_on($1, $2, $3, null)", key, writer, machine)[0];

    internal decimal Count(string server, string job, long head, IReadOnlyDictionary<string, decimal> costs) => Decimal(Call(
        "call apimart_video.count_job($1, $2, $3::bigint, $4::json, null)",
        server,
        job,
        Text(head),
        new JsonObject(costs.Select(cost => KeyValuePair.Create<string, JsonNode?>(cost.Key, Text(cost.Value)))).ToJsonString())[0]);

    /// <returns>Whether the sum was set aside; and what the job has spent with it, or without it where it was not.</returns>
    internal (bool IsGranted, decimal Spent) Reserve(string server, string job, string key, decimal cost, decimal cap) =>
        Call("call apimart_video.reserve($1, $2, $3, $4::numeric, $5::numeric, null, null)", server, job, key, Text(cost), Text(cap)) is var answer
            ? (answer[1] == True, Decimal(answer[0]))
            : default;

    /// <summary>
    /// One round trip, with texts there and texts back: each type more that the driver has to convert is a tenth of a second more
    /// until the first claim of a process.
    /// </summary>
    /// <returns>The first row of the answer.</returns>
    private string?[] Call(string statement, params string[] values) => Run(connection =>
    {
        using NpgsqlCommand command = new(statement, connection);
        foreach (string value in values)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        }

        using NpgsqlDataReader reader = command.ExecuteReader();
        string?[] answer = new string?[reader.FieldCount];
        reader.Read();
        for (int at = 0; at < answer.Length; at++)
        {
            answer[at] = reader.IsDBNull(at) ? null : reader.GetString(at);
        }

        return answer;
    });

    private static NpgsqlBatchCommand Batched(string statement, params string[] values)
    {
        NpgsqlBatchCommand command = new(statement);
        foreach (string value in values)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        }

        return command;
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private static long Number(NpgsqlDataReader reader, int column) => long.Parse(reader.GetString(column), CultureInfo.InvariantCulture);

    private static decimal Decimal(string? text) => decimal.Parse(text!, CultureInfo.InvariantCulture);

    /// <summary>
    /// Makes the first connection while the caller gets its first row ready; a new process takes most of that time to compile the
    /// driver. What is wrong is told by the first call, as its own first attempt.
    /// </summary>
    private void Greet() => _source.OpenConnection().Dispose();

    private T Run<T>(Func<NpgsqlConnection, T> work, TimeSpan? patience = null) => Retry(() =>
    {
        Interlocked.Exchange(ref _greeting, null)?.GetAwaiter().GetResult();
        using NpgsqlConnection connection = _source.OpenConnection();
        if (!_checked)
        {
            lock (_gate)
            {
                if (!_checked)
                {
                    Check(connection);
                    SchemaInstaller.Install(connection, Address);
                    _checked = true;
                }
            }
        }

        return work(connection);
    }, patience ?? Patience);

    /// <summary>
    /// Makes a call again while nothing but the connection is wrong. How long is counted from when the database was lost, not from
    /// the call: a line of many calls waits once.
    /// </summary>
    private T Retry<T>(Func<T> work, TimeSpan patience)
    {
        TimeSpan delay = s_firstDelay;
        bool told = false;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                T result = work();
                Interlocked.Exchange(ref _lostSince, 0);
                if (told)
                {
                    RetryNotice.EndWait();
                }

                return result;
            }
            catch (Exception fault) when (DatabaseErrors.IsPassing(fault)
                && !_closed.IsSet
                && (attempt == 1 || SinceLost() < (_checked || fault is PostgresException ? patience : FirstPatience)))
            {
                // The other connections of the pool are most likely gone with this one.
                _source.Clear();
                SinceLost();
                if (!told && attempt > 1)
                {
                    told = true;
                    RetryNotice.TellWait(DatabaseErrors.DoesNotAnswer(Address, fault));
                }

                _closed.Wait(delay);
                delay = delay * 2 < s_longestDelay ? delay * 2 : s_longestDelay;
            }
            catch (Exception fault) when (fault is NpgsqlException || DatabaseErrors.IsPassing(fault))
            {
                throw DatabaseErrors.Unavailable(Address, fault);
            }
        }
    }

    private TimeSpan SinceLost()
    {
        long now = Stopwatch.GetTimestamp();
        long since = Interlocked.CompareExchange(ref _lostSince, now, 0);
        return since == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(since, now);
    }

    /// <summary>What makes a commit last, and a text whole.</summary>
    private void Check(NpgsqlConnection connection)
    {
        using NpgsqlCommand command = new(
            "select current_setting('server_version_num'), current_setting('fsync'), current_setting('server_encoding'), pg_is_in_recovery()::text",
            connection);
        using NpgsqlDataReader reader = command.ExecuteReader();
        reader.Read();
        if (Number(reader, 0) < LeastServerVersion)
        {
            throw DatabaseErrors.Unsafe(Address, "it is older than PostgreSQL 12.");
        }

        if (reader.GetString(1) != "on")
        {
            throw DatabaseErrors.Unsafe(Address, "fsync is off there, so that a claim may be lost when the server's machine stops.");
        }

        if (reader.GetString(2) != "UTF8")
        {
            throw DatabaseErrors.Unsafe(Address, $"its encoding is {reader.GetString(2)}, and prompts need UTF8.");
        }

        if (reader.GetString(3) == True)
        {
            throw DatabaseErrors.Unsafe(Address, "it is a standby, which takes no claims; name the primary.");
        }
    }

    private static string AddressOf(NpgsqlConnectionStringBuilder builder)
    {
        string user = string.IsNullOrEmpty(builder.Username) ? string.Empty : $"{Uri.EscapeDataString(builder.Username)}@";
        string host = builder.Host ?? "localhost";
        string port = builder.Port == NpgsqlConnection.DefaultPort ? string.Empty : FormattableString.Invariant($":{builder.Port}");
        return $"postgresql://{user}{host}{port}/{builder.Database ?? builder.Username}";
    }
}
