namespace Apimart.Video.Client.Tests.Support;

/// <summary>Reads tables of the documentation, so that a test holds the page and what happens together.</summary>
internal static class DocumentTable
{
    /// <summary>The rows of the table whose first column has this heading, each as its cells without code marks.</summary>
    internal static string[][] Read(string page, string heading)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Root(), "docs", page));
        string[][] rows = [.. lines
            .SkipWhile(line => !line.StartsWith($"| {heading} |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|', ' ').Split('|').Select(cell => cell.Trim().Replace("`", string.Empty, StringComparison.Ordinal)).ToArray())];
        return rows.Length > 0 ? rows : throw new InvalidOperationException($"{page} has no table '{heading}'.");
    }

    /// <summary>The folder of the repository.</summary>
    internal static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Apimart.Video.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
