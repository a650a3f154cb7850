using System.Data.Common;
using System.Net;

namespace Apimart.Video.Journal;

/// <summary>Where a journal is: a folder of this machine, or a database that many machines share.</summary>
public sealed class JournalAddress
{
    private JournalAddress(string? folder, string? connectionString, string name)
    {
        Folder = folder;
        ConnectionString = connectionString;
        Name = name;
    }

    /// <summary>The folder as it was named; null where the journal is a database.</summary>
    public string? Folder { get; }

    /// <summary>What to show of it: the folder, or the database without a password.</summary>
    public string Name { get; }

    /// <summary>Whether it is a database.</summary>
    public bool IsDatabase => ConnectionString is not null;

    /// <summary>The database in the keywords of ADO.NET, with the password if one was given: never shown, never written.</summary>
    internal string? ConnectionString { get; }

    /// <summary>The whole address, with the password if it has one.</summary>
    internal string Text => ConnectionString ?? Folder!;

    /// <summary>Reads an address: a folder, <c>postgresql://user@host/database?sslmode=require</c>, or <c>Host=…;Database=…</c>.</summary>
    /// <param name="text">The address.</param>
    /// <param name="credential">A user and password that go before those in the address; for a database only.</param>
    /// <exception cref="Api.ApimartException">It is neither a folder nor a database that is known here. The message holds no password.</exception>
    public static JournalAddress Parse(string text, NetworkCredential? credential = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        string trimmed = text.Trim();
        if (ReadDatabase(trimmed) is not { } database)
        {
            return credential is null
                ? new JournalAddress(trimmed, null, trimmed)
                : throw WithoutDatabase();
        }

        if (credential is not null)
        {
            database["Username"] = credential.UserName;
            database["Password"] = credential.Password;
        }

        return new JournalAddress(null, database.ConnectionString, ShowDatabase(database));
    }

    /// <summary>The address in <c>$env:APIMART_JOURNAL</c>, or null where none is set.</summary>
    /// <param name="credential">A user and password for the database that it names.</param>
    /// <exception cref="Api.ApimartException">It is neither a folder nor a database that is known here, or no database and there is a credential.</exception>
    public static JournalAddress? FromEnvironment(NetworkCredential? credential = null)
    {
        string? text = Environment.GetEnvironmentVariable(JournalFolder.Variable);
        return !string.IsNullOrWhiteSpace(text) ? Parse(text, credential)
            : credential is null ? null
            : throw WithoutDatabase();
    }

    /// <summary>Whether a text is meant for a database, right or wrong.</summary>
    internal static bool MeansDatabase(string text) => PostgreSqlUri.SchemeOf(text) is not null || HasHostKeyword(text);

    /// <summary>The name, which holds no password.</summary>
    public override string ToString() => Name;

    private static Api.ApimartException WithoutDatabase() => JournalErrors.Address(
        "there is a credential for it, and it is no database",
        $"Name the database as well, with -Journal or $env:{JournalFolder.Variable}, such as postgresql://host/database; or leave the credential out.");

    private static DbConnectionStringBuilder? ReadDatabase(string text)
    {
        if (PostgreSqlUri.SchemeOf(text) is { } scheme)
        {
            return PostgreSqlUri.IsScheme(scheme)
                ? PostgreSqlUri.Read(text)
                : throw JournalErrors.Address(
                    $"'{scheme}:' is no journal's scheme",
                    "Name a folder, or a database such as postgresql://user@host/database?sslmode=require.");
        }

        return HasHostKeyword(text) ? ReadKeywords(text) : null;
    }

    private static DbConnectionStringBuilder ReadKeywords(string text)
    {
        DbConnectionStringBuilder database = [];
        try
        {
            database.ConnectionString = text;
        }
        catch (ArgumentException)
        {
            // Its message may repeat a piece of the text, and so of a password.
            throw JournalErrors.Address("its keywords cannot be read", "Write them as Host=db.example.com;Database=shots;Username=maker, with a value that has a ; or a quote in quotes.");
        }

        if (database.TryGetValue("Server", out object? server) && !database.ContainsKey("Host"))
        {
            database["Host"] = server;
            database.Remove("Server");
        }

        if (!database.TryGetValue("Host", out object? host))
        {
            throw JournalErrors.Address("it names no host", "Write it as Host=db.example.com;Database=shots;Username=maker.");
        }

        if (((string)host).Contains('='))
        {
            throw JournalErrors.Address("its keywords are not divided", "Put a ; between them: Host=db.example.com;Database=shots;Username=maker.");
        }

        PostgreSqlUri.DemandEncryption(database);
        return database;
    }

    private static bool HasHostKeyword(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && text.AsSpan(0, equals).IndexOfAny('/', '\\') < 0
            && text.Split(';').Any(part => part.Split('=', 2) is [{ } key, _]
                && (key.Trim().Equals("Host", StringComparison.OrdinalIgnoreCase) || key.Trim().Equals("Server", StringComparison.OrdinalIgnoreCase)));
    }

    private static string ShowDatabase(DbConnectionStringBuilder database)
    {
        string? Value(params string[] keys) =>
            keys.Select(key => database.TryGetValue(key, out object? value) ? value.ToString() : null).FirstOrDefault(value => !string.IsNullOrEmpty(value));

        string user = Value("Username", "User Id", "UserId", "User Name", "User", "UID") is { } name ? $"{Uri.EscapeDataString(name)}@" : string.Empty;
        string port = Value("Port") is { } number ? $":{number}" : string.Empty;
        string path = Value("Database", "DB") is { } named ? $"/{Uri.EscapeDataString(named)}" : string.Empty;
        return $"postgresql://{user}{Value("Host")}{port}{path}";
    }
}
