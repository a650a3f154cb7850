using System.Globalization;
using System.Text.Json;
using Apimart.Video.Api;
using Apimart.Video.Models;

namespace Apimart.Video.Account;

/// <summary>
/// What a request costs at most by its model's list price, in US dollars, or why that cannot be told. What the request leaves
/// to the server counts as the documented default, else as the dearest the model allows.
/// </summary>
internal sealed record CostEstimate(decimal? Cost, string Reason)
{
    internal static CostEstimate Of(ModelPrice? price, VideoModel? model, JsonElement body)
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

        if (body.EnumerateObject().Any(field => field.Name.Contains("video", StringComparison.OrdinalIgnoreCase)))
        {
            return Unknown("a video in the request changes the price in a way that is not told");
        }

        Field duration = new(model, body, "Duration", "duration");
        int? seconds = duration.Number is > 0 and var given ? given : duration.Largest;
        return Rate(price, model, body, seconds) is not { } rate ? Unknown("the price list does not hold its options")
            : price.Unit == PriceUnit.Video ? Known(rate * Count(body))
            : seconds is { } length ? Known(rate * length * Count(body))
            : Unknown("no duration is given and none is documented");
    }

    private static decimal? Rate(ModelPrice price, VideoModel? model, JsonElement body, int? seconds)
    {
        if (price.Rates.IsEmpty)
        {
            return price.Price;
        }

        string? option = new Field(model, body, "Resolution", "resolution").Text;
        return price.Rates
            .Where(rate => option is null || rate.Option.Equals(option, StringComparison.OrdinalIgnoreCase))
            .Where(rate => seconds is null || rate.Seconds is null || rate.Seconds == seconds)
            .Max(rate => (decimal?)rate.Price);
    }

    private static int Count(JsonElement body) =>
        (int)Math.Max(1, body.Number("sample_count") ?? body.Number("n") ?? 1);

    private static CostEstimate Known(decimal cost) => new(cost, string.Empty);

    private static CostEstimate Unknown(string reason) => new(null, reason);

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

        private static int? Parse(string? text) =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;
    }
}
