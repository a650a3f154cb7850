using System.Management.Automation;
using Apimart.Video.Account;
using Apimart.Video.Async;
using Apimart.Video.Completion;

namespace Apimart.Video.Commands;

/// <summary>Tells list prices, from the API's public price pages.</summary>
[Cmdlet(VerbsCommon.Get, "ApimartPrice")]
[OutputType(typeof(ModelPrice))]
public sealed class GetApimartPriceCommand : ConnectedCommand
{
    private PriceClient? _prices;

    /// <summary>Models; without it where the price of each video model starts.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Model { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessItem()
    {
        PriceClient prices = _prices ??= Prices();
        if (Model.Length == 0)
        {
            Start(token => ListAsync(prices, token), target: null);
        }

        foreach (string model in Model)
        {
            string name = Catalogue.TryFind(model, out Models.VideoModel? known) ? known.Name : model.Trim();
            Start(
                async stopping => Send(await prices.FindAsync(name, stopping).ConfigureAwait(false) ?? (object)ApimartErrors.PriceUnknown(name)),
                name,
                limit: 1);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _prices?.Dispose();
    }

    private async Task ListAsync(PriceClient prices, CancellationToken stopping)
    {
        await foreach (ModelPrice price in prices.ListAsync(stopping).ConfigureAwait(false))
        {
            Send(price);
        }
    }
}
