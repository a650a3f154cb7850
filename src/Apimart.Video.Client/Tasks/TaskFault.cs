using System.Text.Json;

namespace Apimart.Video.Tasks;

/// <summary>Why a task failed, in the server's words.</summary>
/// <param name="Code">The API's word or number, such as <c>task_failed</c>.</param>
/// <param name="Message">The server's text.</param>
public sealed record TaskFault(string? Code, string Message)
{
    /// <summary>Returns the server's text.</summary>
    public override string ToString() => Message;
}

/// <summary>Tells by a server's words whether a task failed because of what it shows. The words are in <c>ContentRefusals.json</c>.</summary>
internal static class ContentRefusal
{
    private static readonly Lazy<(HashSet<string> Codes, string[] Phrases, string[] Unless)> s_words = new(Read);

    /// <summary>Whether a moderation refused the content, as far as the words tell. A moderation that was out of reach refused nothing.</summary>
    internal static bool Is(TaskFault? fault)
    {
        if (fault is null)
        {
            return false;
        }

        (HashSet<string> codes, string[] phrases, string[] unless) = s_words.Value;
        return (fault.Code is { } code && codes.Contains(Letters(code)))
            || (Array.Exists(phrases, phrase => fault.Message.Contains(phrase, StringComparison.OrdinalIgnoreCase))
                && !Array.Exists(unless, word => fault.Message.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    private static string Letters(string code) => string.Concat(code.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static (HashSet<string> Codes, string[] Phrases, string[] Unless) Read()
    {
        using Stream file = typeof(ContentRefusal).Assembly.GetManifestResourceStream("ContentRefusals.json")
            ?? throw new InvalidOperationException("The list of words is not in the assembly.");
        using JsonDocument words = JsonDocument.Parse(file);
        return ([.. Texts("codes").Select(Letters)], [.. Texts("phrases")], [.. Texts("unless")]);

        IEnumerable<string> Texts(string name) => words.RootElement.GetProperty(name).EnumerateArray().Select(word => word.GetString()!);
    }
}
