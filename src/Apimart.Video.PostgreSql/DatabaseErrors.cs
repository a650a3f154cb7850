using Apimart.Video.Api;
using Npgsql;

namespace Apimart.Video.Journal;

/// <summary>What a journal in a database has to say when something is wrong.</summary>
internal static class DatabaseErrors
{
    /// <summary>What to do about an entry that cannot be believed; nothing of this module writes one.</summary>
    internal const string Mending = "Put the table apimart_video.events back from a backup of the database, or correct the entry there "
        + "(select * from apimart_video.events order by seq; the lines are counted in this order), and begin a new session. Look at the account's own list of tasks before the job runs again.";

    private const string NoPrivilege = "42501";
    private const string NoDatabase = "3D000";

    /// <summary>Whether nothing is wrong but the connection, or the server for a while.</summary>
    internal static bool IsPassing(Exception fault) => fault switch
    {
        PostgresException { SqlState: "57P01" or "57P02" or "57P03" or "53300" or "40001" or "40P01" or "08006" or "08003" or "08P01" } => true,
        PostgresException => false,
        NpgsqlException { InnerException: System.Security.Authentication.AuthenticationException } => false,
        NpgsqlException or IOException or System.Net.Sockets.SocketException or TimeoutException or ObjectDisposedException => true,
        _ => false,
    };

    internal static ApimartException Unavailable(string path, Exception cause) =>
        new(ApimartErrorKind.JournalUnavailable, $"The journal '{path}' cannot be used: {Reason(cause)}", cause)
        {
            Advice = cause switch
            {
                PostgresException { SqlState: NoPrivilege } => "Let the role create a schema, or let an owner run Initialize-ApimartJournal and grant the role usage of the "
                    + "schema apimart_video and select, insert, update and delete on its tables.",
                PostgresException { SqlState: NoDatabase } => "Create the database, or correct its name.",
                PostgresException { SqlState: "28P01" or "28000" } => "Correct the user or the password; see Connect-Apimart -Journal.",
                _ => "See that the database runs and that this machine reaches it, then run the line again: nothing was sent without a claim.",
            },
        };

    internal static string DoesNotAnswer(string path, Exception cause) =>
        $"The journal '{path}' does not answer: {Reason(cause)} It is tried again for a minute; nothing is sent without a claim.";

    internal static ApimartException LaterSchema(string path, int version) =>
        new(ApimartErrorKind.JournalUnavailable, $"The journal '{path}' was made by a later version of this module (schema {version}; this one knows {JournalDatabase.SchemaVersion}).")
        {
            Advice = "Update the module on this machine.",
        };

    internal static ApimartException Unsafe(string path, string reason) =>
        new(ApimartErrorKind.JournalUnavailable, $"The journal '{path}' cannot be used: {reason}")
        {
            Advice = "A claim must last before a row is sent. Change the database's settings, or name another database.",
        };

    /// <summary>Npgsql tells the host and the cause, and never the connection string.</summary>
    private static string Reason(Exception cause) => cause is PostgresException database ? database.MessageText + "." : cause.Message;
}
