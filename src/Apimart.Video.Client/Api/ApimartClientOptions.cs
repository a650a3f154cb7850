using System.Net;
using Apimart.Video.Journal;

namespace Apimart.Video.Api;

/// <summary>How a client reaches the API.</summary>
public sealed class ApimartClientOptions
{
    /// <summary>The API's own address.</summary>
    public static readonly Uri DefaultBaseUri = new("https://api.apimart.ai");

    /// <summary>The API key. It is sent to <see cref="BaseUri"/> only and never written anywhere.</summary>
    public required string ApiKey { get; init; }

    /// <summary>The API's address: https, or http on loopback.</summary>
    public Uri BaseUri { get; init; } = DefaultBaseUri;

    /// <summary>The proxy for the API and for downloads; null uses the system's.</summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>How long a submit may take; the default of 100 seconds is generous, since giving up early makes an orphan.</summary>
    public TimeSpan SubmitTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How long one attempt to upload a picture of up to 20 MB may take.</summary>
    public TimeSpan UploadTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long one attempt to read may take.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where submits are recorded, before and after they are sent; null records nothing. The caller disposes it.</summary>
    public ITaskJournal? Journal { get; init; }

    /// <summary>Where time comes from.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>What sends the API's requests, in place of a socket; it must not follow redirects. The caller disposes it.</summary>
    public HttpMessageHandler? Handler { get; init; }
}
