using Apimart.Video.Account;
using Apimart.Video.Models;
using Apimart.Video.Simulator.Checks;

namespace Apimart.Video.Simulator.Tasks;

/// <summary>
/// What a task costs in US dollars: by the first price that the catalogue has for the model, which is dated there, else by a
/// round figure a second that is only meant to be plausible.
/// </summary>
internal static class PriceList
{
    private const int UsualSeconds = 8;
    private const decimal UsualPrice = 0.1m;

    private static readonly PriceQuote s_usual = new()
    {
        Unit = PriceUnit.Second,
        Price = UsualPrice,
        Date = "2026-11",
        Source = "simulator",
        Standing = Standing.Uncertain,
    };

    internal static decimal PriceOf(CheckedSubmit submit)
    {
        int seconds = SecondsOf(submit);
        PriceQuote quote = submit.Model.Prices.FirstOrDefault(quote => quote.With.Any(name => IsGiven(submit, name))) ?? QuoteOf(submit.Model);
        decimal rate = RateOf(quote, submit.Text("Resolution"), seconds);
        return rate * (quote.Unit == PriceUnit.Second ? seconds : 1) * (int)(submit.Number("SampleCount") ?? 1);
    }

    /// <summary>The usual price of a model.</summary>
    internal static PriceQuote QuoteOf(VideoModel model) => model.Prices.FirstOrDefault(quote => quote.With.IsEmpty) ?? s_usual;

    /// <summary>A length that the model is to choose itself, such as -1, counts as the longest: nobody can tell before it is made.</summary>
    private static int SecondsOf(CheckedSubmit submit) => submit.Number("Duration") switch
    {
        null => UsualSeconds,
        > 0 and var given => (int)given,
        _ => (int)(submit.Model.FindParameter("Duration")!.Maximum ?? UsualSeconds),
    };

    private static decimal RateOf(PriceQuote quote, string? option, int seconds) => quote.Price ?? quote.Rates
        .OrderByDescending(rate => rate.Option.Equals(option, StringComparison.OrdinalIgnoreCase))
        .ThenByDescending(rate => rate.Seconds == seconds)
        .ThenByDescending(rate => rate.Price)
        .First().Price;

    private static bool IsGiven(CheckedSubmit submit, string name) =>
        submit.Model.FindParameter(name) is { } parameter && FieldCheck.IsGiven(submit.Body, parameter.WireName);
}
