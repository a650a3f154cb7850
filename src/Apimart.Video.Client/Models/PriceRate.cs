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

/// <summary>What a price is for.</summary>
public enum PriceUnit
{
    /// <summary>The server names no unit, or one that is not known here.</summary>
    Unknown,

    /// <summary>A second of the video.</summary>
    Second,

    /// <summary>A video.</summary>
    Video,

    /// <summary>Tokens, whose number is known only when the video is made.</summary>
    Token,
}
