using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Apimart.Video.Client.Tests.Support;

/// <summary>
/// A PostgreSQL server of its own, on loopback, in a temporary folder. It lives as long as a pipe of this process is open, so that none
/// is left behind, however this process ends. Its sessions begin with <c>synchronous_commit = off</c>: who needs more has to ask for it.
/// </summary>
internal sealed class PostgresServer : IDisposable
{
    private const string Script = """
        set -e
        dir="$1"; bin="$2"; port="$3"; user="$4"
        as() { if [ -n "$user" ]; then setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups "$@"; else "$@"; fi; }
        [ -z "$user" ] || chown "$user" "$dir"
        cd "$dir"
        as "$bin/initdb" -D "$dir/data" -A trust -U apimart -E UTF8 --locale=C --no-sync >"$dir/log" 2>&1
        cat >>"$dir/data/postgresql.conf" <<CONF
        listen_addresses = '127.0.0.1'
        unix_socket_directories = '$dir'
        port = $port
        max_connections = 300
        shared_buffers = 32MB
        synchronous_commit = off
        CONF
        start() { as "$bin/postgres" -D "$dir/data" </dev/null >>"$dir/log" 2>&1 & server=$!; }
        start
        stop() { kill -QUIT "$(head -n 1 "$dir/data/postmaster.pid")" 2>/dev/null || true; wait $server 2>/dev/null || true; }
        trap 'stop; rm -rf "$dir"' EXIT
        trap 'exit 0' INT TERM HUP
        while [ ! -s "$dir/data/postmaster.pid" ]; do sleep 0.02; done
        echo started
        while read -r order; do
            stop
            if [ "$order" = restart ]; then start; echo restarted; else break; fi
        done
        """;

    private static readonly Lazy<PostgresServer?> s_shared = new(Start);

    private readonly Process _process;
    private readonly ConcurrentBag<string> _free = [];
    private int _databases;

    private PostgresServer(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    /// <summary>Why there is none.</summary>
    internal const string Missing = "PostgreSQL is not here (Debian: postgresql).";

    /// <summary>The one of this process; null where PostgreSQL is not installed.</summary>
    internal static PostgresServer? Shared => s_shared.Value;

    internal int Port { get; }

    internal static void StopShared()
    {
        if (s_shared.IsValueCreated)
        {
            s_shared.Value?.Dispose();
        }
    }

    /// <summary>A server, or null where PostgreSQL is not installed.</summary>
    internal static PostgresServer? Start()
    {
        if (OperatingSystem.IsWindows() || FindBinaries() is not { } binaries)
        {
            return null;
        }

        string folder = Directory.CreateTempSubdirectory("apimart-video-pg-").FullName;
        int port = FreePort();
        Process process = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", Script, "postgres", folder, binaries, $"{port}", Environment.IsPrivilegedProcess ? "postgres" : string.Empty])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        if (process.StandardOutput.ReadLine() != "started")
        {
            throw new InvalidOperationException($"PostgreSQL did not start: {(File.Exists(Path.Combine(folder, "log")) ? File.ReadAllText(Path.Combine(folder, "log")) : "no log")}");
        }

        PostgresServer server = new(process, port);
        server.WaitForConnection();
        return server;
    }

    /// <summary>How to get to a database; <c>postgres</c> is there from the beginning.</summary>
    internal string ConnectionString(string database = "postgres", int? port = null) =>
        $"Host=127.0.0.1;Port={port ?? Port};Username=apimart;Database={database};Timeout=30";

    /// <summary>A database that nobody uses now.</summary>
    internal string Take()
    {
        if (_free.TryTake(out string? used))
        {
            return used;
        }

        string name = $"journal{Interlocked.Increment(ref _databases)}";
        Execute("postgres", $"create database {name}");
        return name;
    }

    internal void GiveBack(string database) => _free.Add(database);

    internal void Execute(string database, string statement)
    {
        using NpgsqlConnection connection = new(ConnectionString(database));
        connection.Open();
        using NpgsqlCommand command = new(statement, connection);
        command.ExecuteNonQuery();
    }

    internal T[] Read<T>(string database, string query)
    {
        using NpgsqlConnection connection = new(ConnectionString(database));
        connection.Open();
        using NpgsqlCommand command = new(query, connection);
        using NpgsqlDataReader reader = command.ExecuteReader();
        List<T> values = [];
        while (reader.Read())
        {
            values.Add(reader.GetFieldValue<T>(0));
        }

        return [.. values];
    }

    /// <summary>Ends the server as a crash would, and starts it again; what was not on the disk is lost.</summary>
    internal void Restart()
    {
        _process.StandardInput.WriteLine("restart");
        _process.StandardInput.Flush();
        _process.StandardOutput.ReadLine();
        NpgsqlConnection.ClearAllPools();
        WaitForConnection();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void WaitForConnection()
    {
        while (true)
        {
            try
            {
                Execute("postgres", "select 1");
                return;
            }
            catch (NpgsqlException) when (!_process.HasExited)
            {
                Thread.Sleep(10);
            }
        }
    }

    private static string? FindBinaries()
    {
        string[] found = Directory.Exists("/usr/lib/postgresql")
            ? [.. Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal)]
            : [];
        return found.LastOrDefault()
            ?? (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")) && File.Exists(Path.Combine(bin, "postgres")));
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
