using System.Globalization;
using Apimart.Video.Account;

namespace Apimart.Video.Models;

/// <summary>Reads the prices of a catalogue file.</summary>
internal static class PriceQuoteReader
{
    private static readonly string[] s_dates = ["yyyy-MM", "yyyy-MM-dd"];

    internal static PriceQuote Read(CatalogueObject file)
    {
        PriceQuote quote = new()
        {
            Unit = file.Word<PriceUnit>("unit"),
            Price = Amount(file),
            Rates = file.Objects("rates", ReadRate),
            With = file.OptionalTexts("with"),
            Date = file.Text("date"),
            Source = file.Text("source"),
            Standing = file.Word<Standing>("standing"),
        };
        return quote.Unit is not (PriceUnit.Second or PriceUnit.Video) ? throw file.Fault("has a unit other than Second and Video")
            : quote.Price is null == quote.Rates.IsEmpty ? throw file.Fault("has neither or both of 'price' and 'rates'")
            : DateOnly.TryParseExact(quote.Date, s_dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? quote
            : throw file.Fault($"has the date '{quote.Date}', which is not like 2026-10 or 2026-10-12");
    }

    private static PriceRate ReadRate(CatalogueObject rate) =>
        new(rate.Text("option"), rate.Integer("seconds"), Amount(rate) ?? throw rate.Missing("price"));

    private static decimal? Amount(CatalogueObject file) => file.Number("price") is not { } price ? null
        : price > 0 ? Convert.ToDecimal(price, CultureInfo.InvariantCulture)
        : throw file.Fault("has a price that is not above 0");
}
