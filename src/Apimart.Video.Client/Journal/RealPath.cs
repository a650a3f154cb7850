namespace Apimart.Video.Journal;

/// <summary>Where a path really leads: each link on the way is followed. What does not exist yet stays as it is named.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <param name="path">A full path.</param>
    internal static string Of(string path)
    {
        Stack<string> left = new();
        string done = Push(left, path);
        for (int links = 0; left.TryPop(out string? part);)
        {
            if (part == "..")
            {
                done = Path.GetDirectoryName(done) ?? done;
                continue;
            }

            string next = Path.Combine(done, part);
            if (LinkOf(next) is not { } target || ++links > MostLinks)
            {
                done = next;
            }
            else if (Path.IsPathRooted(target))
            {
                done = Push(left, target);
            }
            else
            {
                Push(left, target);
            }
        }

        return done;
    }

    private static string Push(Stack<string> left, string path)
    {
        string root = Path.GetPathRoot(path) ?? string.Empty;
        string[] parts = path[root.Length..].Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        foreach (string part in parts.Where(part => part != ".").Reverse())
        {
            left.Push(part);
        }

        return root;
    }

    private static string? LinkOf(string path)
    {
        try
        {
            return new DirectoryInfo(path).LinkTarget;
        }
        catch (Exception fault) when (JournalErrors.IsStorageFault(fault))
        {
            return null;
        }
    }
}
