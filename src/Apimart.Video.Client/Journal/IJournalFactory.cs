using Apimart.Video.Api;

namespace Apimart.Video.Journal;

/// <summary>Opens journals of a kind that few people need, so that what they need is loaded only where one is named.</summary>
public interface IJournalFactory
{
    /// <summary>A journal; no connection is made before it is used.</summary>
    /// <param name="connectionString">Where it lies and how to get there, as the kind has it; it may hold a password, which is told nowhere.</param>
    /// <param name="server">The server that is submitted to. Rows sent to a simulator are never taken for rows sent to the API.</param>
    /// <param name="time">Where time comes from that only this process reads; null for the system's.</param>
    /// <exception cref="ArgumentException">The connection string is not one.</exception>
    ITaskJournal Open(string connectionString, Uri? server = null, TimeProvider? time = null);

    /// <summary>Makes what the journal needs where it is to lie, or brings what is there to this module's version.</summary>
    /// <exception cref="ApimartException">It cannot be reached or made, or is of a later version.</exception>
    /// <exception cref="ArgumentException">The connection string is not one.</exception>
    Task<JournalSchema> InitializeAsync(string connectionString, CancellationToken cancellationToken = default);
}
