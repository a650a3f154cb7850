using System.Text;

namespace Apimart.Video.Text;

internal static class WireNames
{
    /// <summary>The stable ErrorId for one of the API's words or one of our parameters: <c>InvalidDuration</c> for both.</summary>
    internal static string ToErrorId(string word) =>
        word.Contains('_', StringComparison.Ordinal) ? ToPascalCase(word) : $"Invalid{ToPascalCase(word)}";

    /// <summary><c>invalid_duration</c> and <c>content-rejected</c> as <c>InvalidDuration</c> and <c>ContentRejected</c>.</summary>
    internal static string ToPascalCase(string word)
    {
        StringBuilder pascal = new(word.Length);
        bool upper = true;
        foreach (char c in word)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                upper = true;
            }
            else
            {
                pascal.Append(upper ? char.ToUpperInvariant(c) : c);
                upper = false;
            }
        }

        return pascal.ToString();
    }

    /// <summary><c>ImageUrl</c> as <c>image_url</c>.</summary>
    internal static string ToSnakeCase(string name)
    {
        StringBuilder snake = new(name.Length + 4);
        foreach (char c in name)
        {
            if (char.IsUpper(c) && snake.Length > 0)
            {
                snake.Append('_');
            }

            snake.Append(char.ToLowerInvariant(c));
        }

        return snake.ToString();
    }
}
