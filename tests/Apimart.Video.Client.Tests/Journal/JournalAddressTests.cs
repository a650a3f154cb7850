using System.Data.Common;
using System.Net;
using Apimart.Video.Api;
using Apimart.Video.Journal;
using CsCheck;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>What names a journal: a folder, or a database as PostgreSQL's programs and its driver for .NET write it.</summary>
public sealed class JournalAddressTests
{
    /// <summary>The examples of "Connection URIs" in the documentation of libpq, and what each names there.</summary>
    [Theory]
    [InlineData("postgresql://", "host=localhost")]
    [InlineData("postgresql://localhost", "host=localhost")]
    [InlineData("postgresql://localhost:5433", "host=localhost;port=5433")]
    [InlineData("postgresql://localhost/mydb", "host=localhost;database=mydb")]
    [InlineData("postgresql://user@localhost", "host=localhost;username=user")]
    [InlineData("postgresql://user:secret@localhost", "host=localhost;username=user;password=secret")]
    [InlineData("postgresql://other@localhost/otherdb?connect_timeout=10&application_name=myapp", "host=localhost;username=other;database=otherdb;timeout=10;application name=myapp")]
    [InlineData("postgresql://host1:123,host2:456/somedb?target_session_attrs=any&application_name=myapp", "host=host1:123,host2:456;database=somedb;target session attributes=any;application name=myapp;ssl mode=Require")]
    [InlineData("postgresql://user@localhost:5433/mydb?options=-c%20synchronous_commit%3Doff", "host=localhost;port=5433;username=user;database=mydb;options=-c synchronous_commit=off")]
    [InlineData("postgresql://[2001:db8::1234]/database", "host=2001:db8::1234;database=database;ssl mode=Require")]
    [InlineData("postgresql:///dbname?host=/var/lib/postgresql", "host=/var/lib/postgresql;database=dbname")]
    [InlineData("postgresql://%2Fvar%2Flib%2Fpostgresql/dbname", "host=/var/lib/postgresql;database=dbname")]
    [InlineData("postgres://db.example.com/shots?sslmode=disable", "host=db.example.com;database=shots;ssl mode=Disable")]
    [InlineData("PostgreSQL://db.example.com/shots?sslmode=verify-full&sslrootcert=/etc/ca.pem", "host=db.example.com;database=shots;ssl mode=VerifyFull;root certificate=/etc/ca.pem")]
    [InlineData("postgresql:///?dbname=shots&user=maker&password=secret&port=5433&passfile=/p&connect_timeout=3", "host=localhost;database=shots;username=maker;password=secret;port=5433;passfile=/p;timeout=3")]
    [InlineData("postgresql://db?sslcert=c&sslkey=k&sslpassword=p&sslmode=verify-ca", "host=db;ssl certificate=c;ssl key=k;ssl password=p;ssl mode=VerifyCA")]
    [InlineData("postgresql://db?sslmode=allow", "host=db;ssl mode=Allow")]
    [InlineData("postgresql://db?sslmode=prefer", "host=db;ssl mode=Prefer")]
    [InlineData("postgresql://db?sslmode=require&user=", "host=db;ssl mode=Require")]
    [InlineData("postgresql://maker:se@cret@db", "host=db;username=maker;password=se@cret;ssl mode=Require")]
    [InlineData("postgresql://:1,db:65535", "host=:1,db:65535;ssl mode=Require")]
    [InlineData("Host=db.example.com;Database=shots;Username=maker;Password='a;b'", "host=db.example.com;database=shots;username=maker;password=a;b;ssl mode=Require")]
    [InlineData("Server=127.0.0.1;Port=5433;DB=shots", "host=127.0.0.1;port=5433;db=shots")]
    [InlineData("User Id=maker; host = [::1]:5433", "host=[::1]:5433;user id=maker")]
    [InlineData("Host=db.example.com;SslMode=Prefer", "host=db.example.com;sslmode=Prefer")]
    public void A_database_is_read(string text, string expected)
    {
        JournalAddress address = JournalAddress.Parse($"  {text} ");
        Assert.True(address.IsDatabase);
        Assert.Null(address.Folder);
        Assert.Equal(Split(expected), Read(address));
    }

    /// <summary>Who says nothing of encryption gets it wherever the bytes leave the machine.</summary>
    [Theory]
    [InlineData("postgresql://db/shots", true)]
    [InlineData("postgresql://10.0.0.7/shots", true)]
    [InlineData("postgresql://localhost,db/shots", true)]
    [InlineData("postgresql://localhost.example.com/shots", true)]
    [InlineData("Host=db:5433", true)]
    [InlineData("postgresql://127.0.0.3:5433/shots", false)]
    [InlineData("postgresql://[::1]/shots", false)]
    [InlineData("postgresql://LOCALHOST/shots", false)]
    [InlineData("postgresql:///shots", false)]
    [InlineData("Host=/run/postgresql", false)]
    [InlineData("Host=127.0.0.1:5433,localhost", false)]
    public void Encryption_is_demanded_of_another_machine(string text, bool demanded) =>
        Assert.Equal(demanded, Read(JournalAddress.Parse(text)).TryGetValue("ssl mode", out string? mode) && mode == "Require");

    [Theory]
    [InlineData("./journal")]
    [InlineData("~/journal")]
    [InlineData(@"C:\Shots\journal")]
    [InlineData("/srv/host=db/journal")]
    [InlineData(@"\\server\share\journal")]
    [InlineData("a=b")]
    [InlineData("/a=b;Host=db")]
    [InlineData("=;Host=db")]
    public void Everything_else_is_a_folder(string text)
    {
        JournalAddress address = JournalAddress.Parse(text);
        Assert.False(address.IsDatabase);
        Assert.Equal(text, address.Folder);
        Assert.Equal(text, address.Name);
    }

    [Theory]
    [InlineData("mysql://maker:swordfish@db/shots", "'mysql:'")]
    [InlineData("postgresql://maker:sword/fish@db/shots", "%2F")]
    [InlineData("postgresql://maker:12/fish@db", "%2F")]
    [InlineData("postgresql://maker:sw@rd/fish@db", "%2F")]
    [InlineData("postgresql://db/shots/fish", "%2F")]
    [InlineData("postgresql://db:0/shots", "%3A")]
    [InlineData("postgresql://db,other:port/shots", "%3A")]
    [InlineData("postgresql://db/shots?sw0rd-fish=1", "a parameter is not known")]
    [InlineData("postgresql://maker:sword?fish@db/shots", "%3F")]
    [InlineData("postgresql://maker:12?fish=swordfish@db", "%3F")]
    [InlineData("postgresql://maker:sword#fish@db/shots", "%23")]
    [InlineData("postgresql://maker:sword%fish@db/shots", "%25")]
    [InlineData("postgresql://db:port/shots", "%3A")]
    [InlineData("postgresql://db:70000/shots", "%3A")]
    [InlineData("postgresql://db/shots?sslmode=yes", "verify-full")]
    [InlineData("postgresql://db/shots?sslmode", "'sslmode'")]
    [InlineData("postgresql://db/shots?gssencmode=disable", "'gssencmode'")]
    [InlineData("Host=db Database=shots Password=swordfish", ";")]
    [InlineData("Host=db;Password='swordfish", "quotes")]
    [InlineData("Host=db;swordfish", "keywords")]
    [InlineData("Host=;Database=shots;Password=swordfish", "names no host")]
    public void What_cannot_be_read_is_told_without_a_password(string text, string told)
    {
        ApimartException fault = Assert.Throws<ApimartException>(() => JournalAddress.Parse(text));
        Assert.Contains(told, $"{fault.Message} {fault.Advice}", StringComparison.Ordinal);
        Assert.DoesNotContain("swordfish", fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("fish", fault.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The driver takes a user under each of these names.</summary>
    [Theory]
    [InlineData("Host=db;Username=ma ker;Database=sh/ots;Port=5433;Password=swordfish", "postgresql://ma%20ker@db:5433/sh%2Fots")]
    [InlineData("Host=db;User Id=maker", "postgresql://maker@db")]
    [InlineData("Host=db;UserId=maker", "postgresql://maker@db")]
    [InlineData("Host=db;User Name=maker", "postgresql://maker@db")]
    [InlineData("Host=db;User=maker", "postgresql://maker@db")]
    [InlineData("Server=db;UID=maker;DB=shots", "postgresql://maker@db/shots")]
    [InlineData("Host=db;Password=swordfish", "postgresql://db")]
    public void A_database_is_shown_by_its_user_place_and_name(string text, string shown)
    {
        JournalAddress address = JournalAddress.Parse(text);

        Assert.Equal((shown, shown), (address.Name, address.ToString()));
    }

    [Fact]
    public void A_credential_goes_before_what_the_address_says()
    {
        JournalAddress address = JournalAddress.Parse("postgresql://maker:old@localhost/shots", new NetworkCredential("render", "swordfish"));
        Assert.Equal(Split("host=localhost;username=render;password=swordfish;database=shots"), Read(address));
        Assert.Equal("postgresql://render@localhost/shots", address.Name);
        Assert.Contains("credential", Assert.Throws<ApimartException>(() => JournalAddress.Parse("./journal", new NetworkCredential("a", "b"))).Message, StringComparison.Ordinal);
    }

    /// <summary>Whatever is in a name or a password: written as the documentation says, it is read as it was, and the password is not shown.</summary>
    [Fact]
    public void Every_part_is_read_as_it_was_and_no_password_is_shown() =>
        Gen.Select(Part, Part, Part, Gen.Int[1, 65535]).Sample(
            (user, password, database, port) =>
            {
                string secret = $"~~{password}~~";
                foreach (string text in (string[])
                [
                    $"postgresql://{Uri.EscapeDataString(user)}:{Uri.EscapeDataString(secret)}@127.0.0.1:{port}/{Uri.EscapeDataString(database)}",
                    new DbConnectionStringBuilder { ["Host"] = "127.0.0.1", ["Port"] = port, ["Username"] = user, ["Password"] = secret, ["Database"] = database }.ConnectionString,
                ])
                {
                    JournalAddress address = JournalAddress.Parse(text);
                    Dictionary<string, string> read = Read(address);
                    Assert.Equal((user, secret, database, $"{port}"), (read["username"], read["password"], read["database"], read["port"]));
                    Assert.DoesNotContain(secret, address.Name, StringComparison.Ordinal);
                    Assert.DoesNotContain(Uri.EscapeDataString(secret), address.Name, StringComparison.Ordinal);
                    Assert.Equal(user, Read(JournalAddress.Parse(address.Name))["username"]);
                }
            });

    /// <summary>A text that is nearly an address is read or refused, and a refusal shows nothing of a password.</summary>
    [Fact]
    public void A_text_that_is_nearly_an_address_does_no_harm() =>
        Gen.Select(
            Some("postgresql://", "postgres://", "POSTGRESQL://", "Host=db;", "Server = db ; "),
            Some("user", "://", "@", ":", "/", "?", "#", "%", "%4", "%40", "[", "]", "::1", "5432", "=", ";", ",", "'", "\"", "sslmode=", "&", " ", "host=", "password=").Array[0, 8],
            Some("@", "", ":", "/", "?x=", "'", ";")).Sample((begin, parts, end) =>
            {
                string text = $"{begin}{string.Concat(parts)}:sw0rdfish{end}{string.Concat(parts.Reverse())}";
                try
                {
                    JournalAddress.Parse(text);
                }
                catch (ApimartException fault)
                {
                    Assert.DoesNotContain("sw0rdfish", fault.ToString(), StringComparison.Ordinal);
                    Assert.NotEmpty(fault.Advice!);
                }
            });

    private static Gen<string> Part => Gen.String[Gen.OneOf(Gen.Char.AlphaNumeric, Some('@', ':', '/', '?', '#', '%', '&', '=', ';', '\'', '"', ' ', 'é', '~', '[', ',')), 1, 12]
        .Where(part => part == part.Trim());

    private static Gen<T> Some<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(at => choices[at]);

    private static Dictionary<string, string> Read(JournalAddress address) => Split(address.ConnectionString!);

    private static Dictionary<string, string> Split(string text)
    {
        DbConnectionStringBuilder read = new();
        read.ConnectionString = text.Replace("password=a;b", "password='a;b'", StringComparison.Ordinal);
        return read.Keys.Cast<string>().ToDictionary(key => key.ToLowerInvariant(), key => $"{read[key]}");
    }
}
