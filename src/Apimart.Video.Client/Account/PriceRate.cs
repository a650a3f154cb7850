namespace Apimart.Video.Account;

/// <summary>The price of one of a model's options.</summary>
/// <param name="Option">The option, such as the resolution <c>720p</c>.</param>
/// <param name="Seconds">The length of the video it is for, where the price depends on it.</param>
/// <param name="Price">The price in US dollars, for the <see cref="ModelPrice.Unit"/>.</param>
public sealed record PriceRate(string Option, int? Seconds, decimal Price)
{
    /// <summary>Returns the option and its price.</summary>
    public override string ToString() => FormattableString.Invariant(
        Seconds is { } seconds ? $"{Option} {seconds} s: {Price}" : (FormattableString)$"{Option}: {Price}");
}
