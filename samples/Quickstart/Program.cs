using System.Globalization;
using Apimart.Video.Quickstart;

string repository = RepositoryRoot.Find();
string folder = Path.Combine(repository, "out", "clips", $"{DateTime.Now:yyyyMMdd-HHmmss}");
if (PowerShellHost.Find(repository, out string reason) is { } pwsh)
{
    Console.WriteLine($"Running the README's pipeline in PowerShell {pwsh.Version}, against the simulator.");
    return pwsh.RunInConsole(Path.Combine(repository, "samples", "Quickstart", "Quickstart.ps1"), repository, "-Folder", folder);
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Running in C#, against the simulator ({reason})."));
await LibraryFlow.RunAsync(folder);
return 0;
