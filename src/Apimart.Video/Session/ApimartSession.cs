using System.Collections.Concurrent;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using Apimart.Video.Api;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Models.Learned;

namespace Apimart.Video;

/// <summary>What Connect-Apimart set, and the clients in use. One a process, so that parallel runspaces share it.</summary>
internal static class ApimartSession
{
    private const string KeyVariable = "APIMART_API_KEY";
    private const string AddressVariable = "APIMART_BASE_URL";
    private const string JournalVariable = "APIMART_JOURNAL";

    private static readonly ConcurrentDictionary<string, ApimartClient> s_clients = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, TaskJournal> s_journals = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, ModelLibrary> s_libraries = new(StringComparer.Ordinal);

    /// <summary>What Register-ApimartModel added.</summary>
    internal static RegisteredModels Registered { get; } = new();

    /// <summary>The connection that Connect-Apimart made, or null.</summary>
    internal static ApimartConnection? Current { get; set; }

    /// <summary>The connection that a cmdlet's parameters, Connect-Apimart and the environment add up to, in this order.</summary>
    /// <exception cref="ArgumentException">The address in the environment is not one.</exception>
    internal static ApimartConnection Resolve(SecureString? key, Uri? address)
    {
        ApimartConnection? current = Current;
        return (current ?? new ApimartConnection { BaseUri = ApimartClientOptions.DefaultBaseUri }) with
        {
            BaseUri = address ?? current?.BaseUri ?? AddressFromEnvironment() ?? ApimartClientOptions.DefaultBaseUri,
            Key = key ?? current?.Key ?? KeyFromEnvironment(),
        };
    }

    /// <summary>The client of a connection; kept, so that its sockets are reused from line to line.</summary>
    /// <exception cref="MissingKeyException">The connection has no key.</exception>
    /// <exception cref="ArgumentException">The address is not safe or the key is not usable.</exception>
    internal static ApimartClient GetClient(ApimartConnection connection)
    {
        if (!connection.HasApiKey)
        {
            throw new MissingKeyException();
        }

        string key = connection.PlainKey();
        return s_clients.GetOrAdd(Fingerprint(connection, key), _ => new ApimartClient(new ApimartClientOptions
        {
            ApiKey = key,
            BaseUri = connection.BaseUri,
            Proxy = connection.CreateProxy(),
            Journal = GetJournal(connection),
        }));
    }

    /// <summary>The journal of a connection; needs no key. Kept until the process ends, which is how others know that it lives.</summary>
    internal static TaskJournal GetJournal(ApimartConnection connection) =>
        s_journals.GetOrAdd(
            StorageOf(connection),
            _ => TaskJournal.Open(connection.JournalPath, connection.BaseUri));

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

    /// <summary>Forgets the connection and every key; sockets close as soon as nothing uses them.</summary>
    internal static void Disconnect()
    {
        Current = null;
        s_clients.Clear();
    }

    private static string StorageOf(ApimartConnection connection) =>
        $"{connection.JournalPath ?? Environment.GetEnvironmentVariable(JournalVariable)}\n{connection.BaseUri}";

    private static string Fingerprint(ApimartConnection connection, string key) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(
            $"{key}\n{connection.BaseUri}\n{connection.Proxy}\n{connection.ProxyCredential?.UserName}\n{connection.ProxyCredential?.Password}\n{connection.JournalPath ?? Environment.GetEnvironmentVariable(JournalVariable)}")));

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

        return Uri.TryCreate(address.Trim(), UriKind.Absolute, out Uri? uri)
            ? uri
            : throw new ArgumentException($"$env:{AddressVariable} is '{address}', which is not an address such as https://api.apimart.ai.");
    }
}
