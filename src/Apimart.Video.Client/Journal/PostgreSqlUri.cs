using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Apimart.Video.Journal;

/// <summary>
/// Reads the address of a database as PostgreSQL's own programs take it ("Connection URIs" in the documentation of libpq), into the
/// keywords that its driver for .NET takes.
/// </summary>
internal static partial class PostgreSqlUri
{
    private const string EncryptionKeyword = "SSL Mode";

    private const string Unescaped = "the host, port and database cannot be read; a user, password or name with one of @ : / ? # & has it as %40 %3A %2F %3F %23 %26";

    /// <summary>The parameters of libpq that have the same meaning there, from its list "Parameter Key Words".</summary>
    private static readonly Dictionary<string, string> s_keywords = new(StringComparer.Ordinal)
    {
        ["host"] = "Host",
        ["port"] = "Port",
        ["dbname"] = "Database",
        ["user"] = "Username",
        ["password"] = "Password",
        ["passfile"] = "Passfile",
        ["connect_timeout"] = "Timeout",
        ["application_name"] = "Application Name",
        ["options"] = "Options",
        ["sslmode"] = EncryptionKeyword,
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslpassword"] = "SSL Password",
        ["target_session_attrs"] = "Target Session Attributes",
    };

    private static readonly Dictionary<string, string> s_encryption = new(StringComparer.Ordinal)
    {
        ["disable"] = "Disable",
        ["allow"] = "Allow",
        ["prefer"] = "Prefer",
        ["require"] = "Require",
        ["verify-ca"] = "VerifyCA",
        ["verify-full"] = "VerifyFull",
    };

    /// <summary>The scheme of a text that has one, or null.</summary>
    internal static string? SchemeOf(string text) =>
        text.Contains("://", StringComparison.Ordinal) && SchemePattern().Match(text) is { Success: true } match ? match.Groups[1].Value : null;

    internal static bool IsScheme(string scheme) =>
        scheme.Equals("postgresql", StringComparison.OrdinalIgnoreCase) || scheme.Equals("postgres", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a whole address.</summary>
    /// <exception cref="Api.ApimartException">A part of it is not understood. The message holds no password.</exception>
    internal static DbConnectionStringBuilder Read(string text)
    {
        string rest = text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..];
        if (rest.Contains('#', StringComparison.Ordinal))
        {
            throw Wrong("it has a #, which must be written %23");
        }

        string[] halves = rest.Split('?', 2);
        string[] path = halves[0].Split('/');
        string authority = path[0];
        string database = Decode(path.ElementAtOrDefault(1) ?? string.Empty, "the database");
        if (path.Length > 2 || rest.LastIndexOf('@') > authority.Length)
        {
            // What stands there may be the end of a password, so it is not told.
            throw Wrong(Unescaped);
        }

        int at = authority.LastIndexOf('@');
        DbConnectionStringBuilder read = [];
        if (at >= 0)
        {
            string[] user = authority[..at].Split(':', 2);
            Put(read, "Username", Decode(user[0], "the user"));
            Put(read, "Password", Decode(user.ElementAtOrDefault(1) ?? string.Empty, "the password"));
        }

        PutHosts(read, authority[(at + 1)..]);
        Put(read, "Database", database);
        foreach (string pair in (halves.ElementAtOrDefault(1) ?? string.Empty).Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            PutParameter(read, pair.Split('=', 2));
        }

        if (!read.ContainsKey("Host"))
        {
            read["Host"] = "localhost";
        }

        DemandEncryption(read);
        return read;
    }

    /// <summary>
    /// Prompts and requests do not cross a network in the clear unless the address says so: without a word on it, a server on another
    /// machine must encrypt. (libpq's own default, prefer, would do without where somebody on the way says that it is not to be had.)
    /// </summary>
    internal static void DemandEncryption(DbConnectionStringBuilder read)
    {
        if (!read.ContainsKey(EncryptionKeyword) && !read.ContainsKey("SslMode") && !((string)read["Host"]).Split(',').All(IsHere))
        {
            read[EncryptionKeyword] = "Require";
        }
    }

    private static void PutHosts(DbConnectionStringBuilder read, string hosts)
    {
        if (hosts.Length == 0)
        {
            return;
        }

        Match[] places = [.. hosts.Split(',').Select(place => PlacePattern().Match(place))];
        if (!Array.TrueForAll(places, place => place.Success && IsPort(place.Groups["port"])))
        {
            throw Wrong(Unescaped);
        }

        string[] names = [.. places.Select(place => Decode(place.Groups["host"].Value, "the host"))];
        if (places is [{ } only])
        {
            Put(read, "Host", names[0].Trim('[', ']'));
            Put(read, "Port", only.Groups["port"].Value);
            return;
        }

        read["Host"] = string.Join(',', places.Zip(names, (place, name) => place.Groups["port"].Length == 0 ? name : $"{name}:{place.Groups["port"].Value}"));
    }

    private static bool IsPort(Group port) => port.Length == 0 || (int.TryParse(port.ValueSpan, CultureInfo.InvariantCulture, out int number) && number is > 0 and <= ushort.MaxValue);

    private static void PutParameter(DbConnectionStringBuilder read, string[] pair)
    {
        string name = Decode(pair[0], "a parameter's name");
        if (!s_keywords.TryGetValue(name, out string? keyword))
        {
            string which = NamePattern().IsMatch(name) ? $"the parameter '{name}'" : "a parameter";
            throw Wrong($"{which} is not known here; known are {string.Join(", ", s_keywords.Keys.Order(StringComparer.Ordinal))}");
        }

        string value = pair.Length == 2 ? Decode(pair[1], $"the parameter '{name}'") : throw Wrong($"the parameter '{name}' has no value");
        if (keyword == EncryptionKeyword && !s_encryption.TryGetValue(value, out value!))
        {
            throw Wrong($"sslmode is none of {string.Join(", ", s_encryption.Keys)}");
        }

        Put(read, keyword, value);
    }

    private static void Put(DbConnectionStringBuilder read, string keyword, string value)
    {
        if (value.Length > 0)
        {
            read[keyword] = value;
        }
    }

    private static string Decode(string text, string what)
    {
        if (BadEscapePattern().IsMatch(text))
        {
            throw Wrong($"{what} has a % that is not followed by two hexadecimal digits; the sign itself is written %25");
        }

        return Uri.UnescapeDataString(text);
    }

    private static bool IsHere(string place)
    {
        string name = place.Trim();
        if (name.StartsWith('/') || name.StartsWith('@'))
        {
            return true;
        }

        if (IPAddress.TryParse(name, out IPAddress? whole))
        {
            return IPAddress.IsLoopback(whole);
        }

        string host = PlacePattern().Match(name).Groups["host"].Value;
        return IPAddress.TryParse(host, out IPAddress? address)
            ? IPAddress.IsLoopback(address)
            : host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
    }

    private static Api.ApimartException Wrong(string reason) =>
        JournalErrors.Address(reason, "Write it as postgresql://user@host:5432/database?sslmode=require.");

    [GeneratedRegex("^([A-Za-z][A-Za-z0-9+.-]+)://")]
    private static partial Regex SchemePattern();

    [GeneratedRegex(@"^(?<host>\[[0-9A-Fa-f:.%]+\]|[^\[\]:@]*)(:(?<port>[0-9]*))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex PlacePattern();

    [GeneratedRegex("^[a-z_]+$")]
    private static partial Regex NamePattern();

    [GeneratedRegex("%(?![0-9A-Fa-f]{2})")]
    private static partial Regex BadEscapePattern();
}
