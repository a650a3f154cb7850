using System.Runtime.CompilerServices;
using System.Text.Json;
using Apimart.Video.Api;

namespace Apimart.Video.Account;

/// <summary>Reads the API's public price pages. They need no key, so none is sent.</summary>
internal sealed class PriceClient : IDisposable
{
    private const int PageSize = 100;
    private const int MostPages = 50;

    private readonly ApiTransport _transport;
    private readonly RouteReader _routes;

    /// <summary>Creates a client; no connection is made yet.</summary>
    /// <param name="options">How the API is reached; the key is not used.</param>
    /// <exception cref="ArgumentException">The address is neither https nor on loopback.</exception>
    public PriceClient(ApimartClientOptions options)
    {
        _transport = new ApiTransport(options, sendsKey: false);
        _routes = new RouteReader(_transport, options, Retries.OfReads(options.TimeProvider));
    }

    /// <summary>The price of a model, or null where the API tells none.</summary>
    /// <exception cref="ApimartException">The API cannot be reached or fails.</exception>
    public async Task<ModelPrice?> FindAsync(string model, CancellationToken cancellationToken = default)
    {
        try
        {
            JsonElement body = await _routes
                .GetAsync($"api/pricing/model?model={Uri.EscapeDataString(model)}", "price", cancellationToken)
                .ConfigureAwait(false);
            return PriceReader.ReadDetail(body, model);
        }
        catch (ApimartException refused) when (refused.Code == "price_unavailable")
        {
            return null;
        }
    }

    /// <summary>The video models of the price list and where their prices start.</summary>
    /// <exception cref="ApimartException">The API cannot be reached or fails.</exception>
    public async IAsyncEnumerable<ModelPrice> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        for (int page = 1; page <= MostPages; page++)
        {
            JsonElement body = await _routes
                .GetAsync($"api/marketplace/models?sort=newest&page={page}&page_size={PageSize}&type=video", "price", cancellationToken)
                .ConfigureAwait(false);

            // A server that knows no pages gives the first one for ever.
            ModelPrice[] unseen = PriceReader.ReadList(body).Where(price => seen.Add(price.Model)).ToArray();
            foreach (ModelPrice price in unseen)
            {
                yield return price;
            }

            if (unseen.Length < PageSize)
            {
                break;
            }
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _transport.Dispose();
}
