using System.Diagnostics;
using System.Reflection;
using Apimart.Video.Api;
using Apimart.Video.Errors;
using Npgsql;
using NpgsqlTypes;

namespace Apimart.Video.Journal;

/// <summary>
/// The calls of the database. Each is one round trip that commits by itself, and is made again where the connection broke: every
/// call comes to the same when it is made twice.
/// </summary>
internal sealed class JournalDatabase : IDisposable
{
    internal const int SchemaVersion = 1;
    private const int LeastServerVersion = 120000;

    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource _source;
    private readonly ManualResetEventSlim _closed = new();
    private readonly object _gate = new();
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

        // Without the mappings of types that are not used here, the first connection of a process is made in half the time.
        _source = new NpgsqlSlimDataSourceBuilder(builder.ConnectionString).EnableArrays().EnableTransportSecurity().Build();
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
    /// <param name="generation">The generation.</param>
    /// <param name="seq">The entry.</param>
    /// <param name="onlyLooks">Whether nothing will be added by what is read.</param>
    /// <exception cref="Api.ApimartException">The database cannot be used.</exception>
    internal JournalNews ReadNews(long generation, long seq, bool onlyLooks) => Run(connection =>
    {
        using NpgsqlBatch batch = new(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("""
                    select i.generation, clock_timestamp(), i.dead_after, e.seq, e.key, e.line
                    from apimart_video.info i
                    left join apimart_video.events e on e.seq > case when i.generation = $1 then $2 else 0 end
                    order by e.seq
                    """)
                {
                    Parameters = { new NpgsqlParameter<long> { TypedValue = generation }, new NpgsqlParameter<long> { TypedValue = seq } },
                },
                new NpgsqlBatchCommand("""
                    select w.id, w.machine from apimart_video.writers w, apimart_video.info i
                    where not w.ended and w.seen > clock_timestamp() - i.dead_after
                    """),
            },
        };
        using NpgsqlDataReader reader = batch.ExecuteReader();
        List<JournalNews.Event> events = [];
        (long Generation, DateTimeOffset Clock, TimeSpan DeadAfter)? info = null;
        while (reader.Read())
        {
            info ??= (reader.GetInt64(0), new DateTimeOffset(reader.GetDateTime(1)), reader.GetTimeSpan(2));
            if (!reader.IsDBNull(3))
            {
                events.Add(new JournalNews.Event(reader.GetInt64(3), reader.IsDBNull(4) ? null : reader.GetString(4), reader.GetString(5)));
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
    internal IReadOnlyList<int> Append(string writer, AppendRows rows) => Run(connection =>
    {
        using NpgsqlCommand command = new("call apimart_video.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, '{}')", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = writer });
        rows.AddTo(command.Parameters);
        return (int[])command.ExecuteScalar()!;
    });

    /// <returns>False where an entry was added since the given one; nothing was done.</returns>
    internal bool Rewrite(long head, long generation, RewriteRows rows) => Run(connection =>
    {
        using NpgsqlCommand command = new("call apimart_video.rewrite($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, false)", connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = head });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = generation });
        rows.AddTo(command.Parameters);
        return (bool)command.ExecuteScalar()!;
    });

    internal void Register(string writer, string machine) => Execute(
        "insert into apimart_video.writers (id, machine, seen) values ($1, $2, clock_timestamp()) on conflict (id) do update set seen = clock_timestamp()",
        writer,
        machine);

    internal void Beat(string writer) => Execute("update apimart_video.writers set seen = clock_timestamp() where id = $1 and not ended", writer);

    internal void End(string writer) => Execute("update apimart_video.writers set ended = true where id = $1", writer);

    /// <returns>The machine of the other who lives and works on the row, or null where it is this writer's from now on.</returns>
    internal string? WorkOn(string key, string writer, string machine) => Run(connection =>
    {
        using NpgsqlCommand command = new("call apimart_video.work_on($1, $2, $3, null)", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = writer });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = machine });
        return command.ExecuteScalar() as string;
    });

    internal decimal Count(string server, string job, long head, IReadOnlyDictionary<string, decimal> costs) => Run(connection =>
    {
        using NpgsqlCommand command = new("call apimart_video.count_job($1, $2, $3, $4, $5, null)", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = server });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = job });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = head });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. costs.Keys] });
        command.Parameters.Add(new NpgsqlParameter { Value = costs.Values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Numeric });
        return (decimal)command.ExecuteScalar()!;
    });

    /// <returns>Whether the sum was set aside; and what the job has spent with it, or without it where it was not.</returns>
    internal (bool IsGranted, decimal Spent) Reserve(string server, string job, string key, decimal cost, decimal cap) => Run(connection =>
    {
        using NpgsqlCommand command = new("call apimart_video.reserve($1, $2, $3, $4, $5, null, false)", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = server });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = job });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        command.Parameters.Add(new NpgsqlParameter<decimal> { TypedValue = cost });
        command.Parameters.Add(new NpgsqlParameter<decimal> { TypedValue = cap });
        using NpgsqlDataReader reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetBoolean(1), reader.GetDecimal(0));
    });

    private void Execute(string statement, params string[] values) => Run(connection =>
    {
        using NpgsqlCommand command = new("set synchronous_commit = on", connection);
        command.ExecuteNonQuery();
        command.CommandText = statement;
        foreach (string value in values)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        }

        return command.ExecuteNonQuery();
    });

    private T Run<T>(Func<NpgsqlConnection, T> work, TimeSpan? patience = null) => Retry(() =>
    {
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
            "select current_setting('server_version_num')::int, current_setting('fsync'), current_setting('server_encoding'), pg_is_in_recovery()",
            connection);
        using NpgsqlDataReader reader = command.ExecuteReader();
        reader.Read();
        if (reader.GetInt32(0) < LeastServerVersion)
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

        if (reader.GetBoolean(3))
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
