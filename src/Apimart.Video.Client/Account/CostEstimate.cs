using System.Globalization;
using System.Text.Json;
using Apimart.Video.Models;
using Apimart.Video.Text;

namespace Apimart.Video.Account;

/// <summary>
/// What a request costs by its model's list price, in US dollars, or why that cannot be told. What the request leaves to the server counts
/// as the documented default; where none is documented, the cost lies between the cheapest and the dearest that the model allows.
/// </summary>
/// <param name="Cost">What it costs at most; null where that cannot be told.</param>
/// <param name="Least">What it costs at least.</param>
/// <param name="Reason">Why it cannot be told.</param>
internal sealed record CostEstimate(decimal? Cost, decimal? Least, string Reason)
{
    /// <summary>No model makes more than some videos of a request.</summary>
    private const int MostVideos = 1000;

    /// <summary>Who named the price.</summary>
    internal string? Source { get; init; }

    /// <summary>The day, or the month, of the price.</summary>
    internal string? Date { get; init; }

    internal static CostEstimate Unknown(string reason) => new(null, null, reason);

    /// <summary>The cost of a body.</summary>
    /// <param name="price">The model's price, or null where none is told.</param>
    /// <param name="model">The model, for its defaults and limits.</param>
    /// <param name="body">The request.</param>
    /// <param name="isForVideos">Whether the price is one for requests that hold a video.</param>
    internal static CostEstimate Of(ModelPrice? price, VideoModel? model, JsonElement body, bool isForVideos = false)
    {
        if (price is null || price.Unit is PriceUnit.Unknown)
        {
            return Unknown("the API tells no price for it");
        }

        if (price.Unit == PriceUnit.Token)
        {
            return Unknown("it is billed by tokens, whose number is known only when the video is made");
        }

        if (!price.IsComplete)
        {
            return Unknown("its price depends on more than is understood here");
        }

        if (!isForVideos && body.EnumerateObject().Any(field => field.Name.Contains("video", StringComparison.OrdinalIgnoreCase)))
        {
            return Unknown("a video in the request changes the price in a way that is not told");
        }

        Field duration = new(model, body, "Duration", "duration");
        (int? shortest, int? longest) = duration.Number is > 0 and var given ? (given, given) : (duration.Smallest, duration.Largest);
        if (Rates(price, model, body, longest).High is not { } high)
        {
            return Unknown("the price list does not hold its options");
        }

        if (CountOf(body) is not { } count)
        {
            return Unknown("how many videos it asks for cannot be told");
        }

        decimal low = Rates(price, model, body, shortest).Low ?? Rates(price, model, body, seconds: null).Low ?? high;
        return price.Unit == PriceUnit.Video ? new CostEstimate(high * count, low * count, string.Empty)
            : shortest is { } least && longest is { } most ? new CostEstimate(high * most * count, low * least * count, string.Empty)
            : Unknown("no duration is given and none is documented");
    }

    private static (decimal? Low, decimal? High) Rates(ModelPrice price, VideoModel? model, JsonElement body, int? seconds)
    {
        if (price.Rates.IsEmpty)
        {
            return (price.Price, price.Price);
        }

        string? option = new Field(model, body, "Resolution", "resolution").Text;
        decimal[] rates =
        [
            .. price.Rates
                .Where(rate => option is null || rate.Option.Equals(option, StringComparison.OrdinalIgnoreCase))
                .Where(rate => seconds is null || rate.Seconds is null || rate.Seconds == seconds)
                .Select(rate => rate.Price),
        ];
        return rates.Length == 0 ? (null, null) : (rates.Min(), rates.Max());
    }

    /// <summary>How many videos are asked for; null for a number that no server can mean.</summary>
    private static int? CountOf(JsonElement body) => (body.Number("sample_count") ?? body.Number("n") ?? 1) switch
    {
        <= 1 => 1,
        <= MostVideos and var count => (int)Math.Ceiling(count),
        _ => null,
    };

    /// <summary>A field as it is sent, or as the documents say that the server fills it.</summary>
    private sealed class Field
    {
        private readonly VideoModelParameter? _parameter;

        internal Field(VideoModel? model, JsonElement body, string name, string usualWireName)
        {
            _parameter = model?.FindParameter(name);
            Text = body.Text(_parameter?.WireName ?? usualWireName) ?? _parameter?.Default;
        }

        internal string? Text { get; }

        internal int? Number => Parse(Text);

        internal int? Largest =>
            _parameter is null ? null
            : _parameter.Values.IsEmpty ? (int?)_parameter.Maximum
            : _parameter.Values.Max(Parse);

        /// <summary>Not what stands for a length that the model is to choose, such as -1.</summary>
        internal int? Smallest =>
            _parameter is null ? null
            : _parameter.Values.IsEmpty ? (_parameter.Minimum is > 0 and var least ? (int)least : Largest is null ? null : 1)
            : _parameter.Values.Select(Parse).Where(value => value > 0).Min();

        private static int? Parse(string? text) =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;
    }
}
