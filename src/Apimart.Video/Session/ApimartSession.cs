using System.Collections.Concurrent;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using Apimart.Video.Api;
using Apimart.Video.Binding;
using Apimart.Video.Journal;
using Apimart.Video.Loading;
using Apimart.Video.Models;
using Apimart.Video.Models.Learned;

namespace Apimart.Video.Session;

/// <summary>What Connect-Apimart set, and the clients, journals and models in use, which the runspaces of a process share.</summary>
internal static class ApimartSession
{
    private const string KeyVariable = "APIMART_API_KEY";
    private const string AddressVariable = "APIMART_BASE_URL";

    private static readonly RunspaceConnections s_connections = new();
    private static readonly ClientPool s_clients = new();
    private static readonly ConcurrentDictionary<string, ITaskJournal> s_journals = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, ModelLibrary> s_libraries = new(StringComparer.Ordinal);

    /// <summary>What Register-ApimartModel added.</summary>
    internal static RegisteredModels Registered { get; } = new();

    /// <summary>The connection that Connect-Apimart made, or null; see <see cref="RunspaceConnections"/>.</summary>
    internal static ApimartConnection? Current
    {
        get => s_connections.Current;
        set => s_connections.Current = value;
    }

    /// <summary>The connection that a cmdlet's parameters, Connect-Apimart and the environment add up to, in this order.</summary>
    /// <exception cref="ArgumentException">The address is not one, would show the key to the network, or holds a password.</exception>
    internal static ApimartConnection Resolve(SecureString? key, Uri? address)
    {
        ApimartConnection? current = Current;
        return (current ?? new ApimartConnection { BaseUri = ApimartClientOptions.DefaultBaseUri }) with
        {
            BaseUri = (address is null ? null : ApiAddress.Mend(address)) ?? current?.BaseUri ?? AddressFromEnvironment() ?? ApimartClientOptions.DefaultBaseUri,
            Key = key ?? current?.Key ?? KeyFromEnvironment(),
        };
    }

    /// <summary>The client of a connection, for as long as the lease is held.</summary>
    /// <exception cref="MissingKeyException">The connection has no key.</exception>
    /// <exception cref="ArgumentException">The address is not safe or the key is not usable.</exception>
    /// <exception cref="ApimartException">The environment names a journal that is neither a folder nor a database that is known here.</exception>
    internal static ClientPool.Lease TakeClient(ApimartConnection connection)
    {
        if (!connection.HasApiKey)
        {
            throw new MissingKeyException();
        }

        string key = connection.PlainKey();
        return s_clients.Take(Fingerprint(connection, key), () => new ApimartClient(new ApimartClientOptions
        {
            ApiKey = key,
            BaseUri = connection.BaseUri,
            Proxy = connection.CreateProxy(),
            Journal = GetJournal(connection),
        }));
    }

    /// <summary>The journal of a connection; needs no key.</summary>
    /// <exception cref="ApimartException">The environment names neither a folder nor a database that is known here.</exception>
    internal static ITaskJournal GetJournal(ApimartConnection connection) =>
        s_journals.GetOrAdd(
            StorageOf(connection),
            _ => JournalOf(connection) is { ConnectionString: { } database }
                ? DatabaseDriver.Factory.Open(database, connection.BaseUri)
                : TaskJournal.Open(connection.JournalPath, connection.BaseUri));

    /// <summary>The models of a connection: what its server told of lies beside its journal. Nothing is read before it is asked for.</summary>
    internal static ModelLibrary GetLibrary(ApimartConnection connection) =>
        s_libraries.GetOrAdd(
            StorageOf(connection),
            _ => new ModelLibrary(LearnedFile.At(connection.JournalPath, connection.BaseUri), Registered));

    /// <summary>The catalogue and what was registered, without what a server told.</summary>
    internal static ModelCatalogue GetCuratedCatalogue() => ModelCatalogue.Layer(Registered.Models, ModelCatalogue.Default.Models);

    /// <summary>The models as a cmdlet or a completion with these parameters knows them; never fails.</summary>
    internal static ModelCatalogue GetCatalogue(SecureString? key, Uri? address)
    {
        try
        {
            return GetLibrary(Resolve(key, address)).Current;
        }
        catch (ArgumentException)
        {
            return GetCuratedCatalogue();
        }
    }

    /// <summary>Forgets the runspace's connection and every key; clients are disposed, those that another runspace uses when it is done.</summary>
    internal static void Disconnect()
    {
        Current = null;
        s_clients.Close();
        Rest();
    }

    /// <summary>Closes the files that journals hold open, so that their folders can be deleted; not while a client is in use.</summary>
    internal static void Rest() => s_clients.WhenIdle(static () =>
    {
        foreach (ITaskJournal journal in s_journals.Values)
        {
            journal.Rest();
        }
    });

    /// <summary>Gives back what is held where the module leaves a runspace.</summary>
    /// <param name="last">Whether no other runspace has the module.</param>
    internal static void Leave(bool last)
    {
        Current = null;
        if (!last)
        {
            return;
        }

        s_clients.Close();
        s_libraries.Clear();
        foreach (string storage in s_journals.Keys)
        {
            if (s_journals.TryRemove(storage, out ITaskJournal? journal))
            {
                journal.Dispose();
            }
        }
    }

    private static string StorageOf(ApimartConnection connection) =>
        $"{JournalTextOf(connection)}\n{connection.BaseUri}";

    /// <summary>The journal that a connection or the environment names, or null for the default folder.</summary>
    /// <exception cref="ApimartException">The environment names neither a folder nor a database that is known here.</exception>
    internal static JournalAddress? JournalOf(ApimartConnection connection) => connection.JournalAddress ?? JournalAddress.FromEnvironment();

    /// <summary>Tells journals apart; holds a password where the journal's address does.</summary>
    private static string? JournalTextOf(ApimartConnection connection) =>
        connection.JournalAddress?.Text ?? Environment.GetEnvironmentVariable(JournalFolder.Variable);

    private static string Fingerprint(ApimartConnection connection, string key) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(
            $"{key}\n{connection.BaseUri}\n{connection.Proxy}\n{connection.ProxyCredential?.UserName}\n{connection.ProxyCredential?.Password}\n{JournalTextOf(connection)}")));

    private static SecureString? KeyFromEnvironment() =>
        Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key
            ? SecureStringTransformationAttribute.Protect(key.Trim())
            : null;

    private static Uri? AddressFromEnvironment()
    {
        if (Environment.GetEnvironmentVariable(AddressVariable) is not { Length: > 0 } address)
        {
            return null;
        }

        try
        {
            return ApiAddress.Mend(new Uri(address.Trim(), UriKind.RelativeOrAbsolute));
        }
        catch (ArgumentException wrong)
        {
            throw new ArgumentException($"$env:{AddressVariable}: {wrong.Message}", wrong);
        }
    }
}
