namespace Apimart.Video.Simulator.Checks;

/// <summary>The language of a failed task's text (APIMart docs, tasks, 2026-08-25): case and blanks do not count, regions are refused.</summary>
internal static class ErrorLanguage
{
    internal const string Usual = "en";

    private static readonly string[] s_known = ["en", "zh", "ja", "ko", "ru", "fr", "de", "id", "pt", "es"];

    /// <exception cref="RefusalException">The language is none of those that are documented.</exception>
    internal static string Read(string? asked) => asked?.Trim().ToLowerInvariant() is not { Length: > 0 } word ? Usual
        : s_known.Contains(word) ? word
        : throw RefusalException.Invalid($"language '{asked}' is not one of {string.Join(", ", s_known)}.");
}
