using Apimart.Video.Api;
using Apimart.Video.Submits;
using Npgsql;

namespace Apimart.Video.FleetTrial;

/// <summary>A machine of a fleet by the two designs that suggest themselves and charge rows twice.</summary>
internal sealed class CondemnedMachine(FleetOptions options)
{
    private const string Lease = "interval '3 seconds'";

    private int _runs;

    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(options.Database);

    internal static string Schema(int rows) => $"""
        create table if not exists queue (job text, row int, state text not null default 'queued', until timestamptz, primary key (job, row));
        insert into queue (job, row) select $1, n from generate_series(0, {rows - 1}) n;
        """;

    internal async Task<int> RunAsync()
    {
        using ApimartClient client = new(new ApimartClientOptions { ApiKey = options.ApiKey, BaseUri = options.BaseUri });
        await Parallel.ForEachAsync(Enumerable.Range(0, options.Rows), new ParallelOptions { MaxDegreeOfParallelism = FleetMachine.Throttle }, async (row, token) =>
        {
            try
            {
                await (options.Design == FleetDesign.Lease ? LeaseAsync(client, row) : LockAsync(client, row));
            }
            catch (Exception fault) when (fault is NpgsqlException or ApimartException)
            {
                // The row is queued again, by its lease or its lock.
            }
        });
        return 0;
    }

    private async Task LeaseAsync(ApimartClient client, int row)
    {
        if (await ExecuteAsync($"update queue set state = 'leased', until = now() + {Lease} where job = $1 and row = $2 and (state = 'queued' or (state = 'leased' and until < now()))", row) == 1)
        {
            await SendAsync(client, row);
            await ExecuteAsync("update queue set state = 'done' where job = $1 and row = $2", row);
        }
    }

    private async Task LockAsync(ApimartClient client, int row)
    {
        await using NpgsqlConnection session = await _database.OpenConnectionAsync();
        await using NpgsqlCommand take = new($"select pg_try_advisory_lock({row}) and exists (select from queue where job = $1 and row = {row} and state = 'queued')", session);
        take.Parameters.Add(new NpgsqlParameter<string> { TypedValue = options.Job });
        if (await take.ExecuteScalarAsync() is true)
        {
            await SendAsync(client, row);
            await using NpgsqlCommand done = new($"update queue set state = 'done' where job = $1 and row = {row}", session);
            done.Parameters.Add(new NpgsqlParameter<string> { TypedValue = options.Job });
            await done.ExecuteNonQueryAsync();
        }

        await using NpgsqlCommand free = new("select pg_advisory_unlock_all()", session);
        await free.ExecuteNonQueryAsync();
    }

    private Task SendAsync(ApimartClient client, int row) =>
        client.SubmitAsync(FleetMachine.Request($"{options.Job} row {row}"), new SubmitOptions { Leaving = TellRuns }, CancellationToken.None);

    private void TellRuns()
    {
        if (Interlocked.Exchange(ref _runs, 1) == 0)
        {
            Console.WriteLine(Fleet.Runs);
        }
    }

    private async Task<int> ExecuteAsync(string statement, int row)
    {
        await using NpgsqlCommand command = _database.CreateCommand(statement);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = options.Job });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = row });
        return await command.ExecuteNonQueryAsync();
    }
}
