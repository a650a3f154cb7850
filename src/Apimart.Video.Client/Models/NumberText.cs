using System.Globalization;
using System.Text.RegularExpressions;
using Apimart.Video.Text;

namespace Apimart.Video.Models;

/// <summary>
/// Reads numbers by one rule in every culture: digits, a sign, a decimal point. What people write besides, a comma or a unit,
/// means different things in different places, so that it is refused with the number that was probably meant.
/// </summary>
internal static partial class NumberText
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    /// <summary>Reads a text; blanks around it do not matter.</summary>
    internal static bool TryRead(string text, out decimal number) =>
        decimal.TryParse(text.Trim(), Style, CultureInfo.InvariantCulture, out number)
        && text.All(c => char.IsAscii(c) || char.IsWhiteSpace(c));

    /// <summary>Whether an object is of one of the number types.</summary>
    internal static bool IsNumber(object? value) =>
        value is sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal;

    /// <summary>The value as a number, or null where it is none.</summary>
    internal static double? ToNumber(object? value) => value switch
    {
        string text => TryRead(text, out decimal number) ? (double)number : null,
        float or double => Convert.ToDouble(value, CultureInfo.InvariantCulture) is var real && double.IsFinite(real) ? real : null,
        _ when IsNumber(value) => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>The value as a whole number, or null where it is none.</summary>
    internal static long? ToWhole(object? value) => value switch
    {
        string text => TryRead(text, out decimal number) ? ToWhole(number) : null,
        decimal exact => exact == decimal.Truncate(exact) && Math.Abs(exact) <= long.MaxValue ? (long)exact : null,
        float or double => Convert.ToDouble(value, CultureInfo.InvariantCulture) is var real
            && real == Math.Truncate(real) && Math.Abs(real) <= 1L << 53 ? (long)real : null,
        ulong large => large <= long.MaxValue ? (long)large : null,
        _ when IsNumber(value) => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>What was probably meant, as the end of an advice: <c>, such as 8</c>; empty where nothing can be guessed.</summary>
    internal static string Hint(object? value, bool whole)
    {
        string[] meant = [.. Meant(value, whole).Distinct().Take(2)];
        return meant.Length == 0 ? string.Empty : $"; {Sentence.Or(meant)} was probably meant";
    }

    private static IEnumerable<string> Meant(object? value, bool whole)
    {
        string text = value is string given ? given.Trim() : ParameterValue.Format(value ?? string.Empty);
        Match match = Start().Match(text);
        if (!match.Success)
        {
            yield break;
        }

        string digits = match.Value;
        if (digits.Contains(',', StringComparison.Ordinal))
        {
            string point = digits.Replace(',', '.');
            if (Thousands().IsMatch(digits))
            {
                yield return digits.Replace(",", string.Empty, StringComparison.Ordinal);
            }

            digits = point;
        }

        if (!decimal.TryParse(digits, Style, CultureInfo.InvariantCulture, out decimal number))
        {
            yield break;
        }

        if (whole)
        {
            yield return Text(decimal.Floor(number));
            yield return Text(decimal.Ceiling(number));
        }
        else
        {
            yield return Text(number);
        }
    }

    private static string Text(decimal number) => number.ToString("0.############", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^[+-]?[0-9]+([.,][0-9]+)*", RegexOptions.CultureInvariant)]
    private static partial Regex Start();

    [GeneratedRegex(@"^[+-]?[0-9]{1,3}(,[0-9]{3})+$", RegexOptions.CultureInvariant)]
    private static partial Regex Thousands();
}
