namespace Apimart.Video.Quickstart;

internal static class RepositoryRoot
{
    /// <summary>The folder with the manifest, found from where the program runs.</summary>
    internal static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Apimart.Video.psd1")) && Directory.Exists(Path.Combine(folder.FullName, "src")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("This program runs inside the repository only.");
    }
}
