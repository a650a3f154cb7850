using System.Globalization;
using Npgsql;

namespace Apimart.Video.Journal;

/// <summary>Makes the schema, or brings it to this module's version; one installer at a time, and as a whole or not at all.</summary>
internal static class SchemaInstaller
{
    private const long Lock = 0x41_70_69_6d_61_72_74;

    /// <returns>The version that was there; null for none.</returns>
    /// <exception cref="Api.ApimartException">A later version is there.</exception>
    internal static int? Install(NpgsqlConnection connection, string address)
    {
        int? found = Find(connection, address);
        if (found == JournalDatabase.SchemaVersion)
        {
            return found;
        }

        using NpgsqlTransaction transaction = connection.BeginTransaction();
        using (NpgsqlCommand alone = new(string.Create(CultureInfo.InvariantCulture, $"select pg_advisory_xact_lock({Lock})"), connection, transaction))
        {
            alone.ExecuteNonQuery();
        }

        found = Find(connection, address);
        for (int version = (found ?? 0) + 1; version <= JournalDatabase.SchemaVersion; version++)
        {
            using NpgsqlCommand step = new(Script(version), connection, transaction);
            step.ExecuteNonQuery();
        }

        transaction.Commit();
        return found;
    }

    private static int? Find(NpgsqlConnection connection, string address)
    {
        // Read from the catalogue's table itself: what the session remembers of names may be older than the lock.
        using NpgsqlCommand command = new("select tablename::text from pg_catalog.pg_tables where schemaname = 'apimart_video' and tablename = 'info'", connection);
        if (command.ExecuteScalar() is not string)
        {
            return null;
        }

        command.CommandText = "select version::text from apimart_video.info";
        int version = int.Parse((string)command.ExecuteScalar()!, CultureInfo.InvariantCulture);
        return version <= JournalDatabase.SchemaVersion ? version : throw DatabaseErrors.LaterSchema(address, version);
    }

    private static string Script(int version)
    {
        using Stream stream = typeof(SchemaInstaller).Assembly.GetManifestResourceStream($"Schema/{version.ToString(CultureInfo.InvariantCulture)}.sql")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
