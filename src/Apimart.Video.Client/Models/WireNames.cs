using System.Text;

namespace Apimart.Video.Models;

internal static class WireNames
{
    /// <summary>The wire name that a parameter most likely has with a model that is not in the catalogue.</summary>
    internal static string Guess(string name) => name switch
    {
        "ImageUrl" or "VideoUrl" or "AudioUrl" => $"{ToSnakeCase(name)}s",
        "FirstFrameUrl" => "first_frame_image",
        "LastFrameUrl" => "last_frame_image",
        "ImageWithRole" => "image_with_roles",
        "ExtendTaskId" => "extend_from_task_id",
        _ => ToSnakeCase(name),
    };

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

    private static string ToSnakeCase(string name)
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
