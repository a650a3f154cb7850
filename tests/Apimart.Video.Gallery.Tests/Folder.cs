using System.Collections.Immutable;
using Apimart.Video.Gallery;
using Apimart.Video.Models;
using Apimart.Video.Quickstart;
using Apimart.Video.Tasks;

namespace Apimart.Video.Gallery.Tests;

/// <summary>A folder with clips of the simulator's and a gallery of them.</summary>
internal sealed class Folder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("apimart-gallery-").FullName;

    internal Folder(string name = "clips") => Clips = System.IO.Directory.CreateDirectory(System.IO.Path.Combine(_root, name)).FullName;

    internal static string Repository { get; } = RepositoryRoot.Find();

    internal static string Sample { get; } = System.IO.Path.Combine(Repository, "tests", "Apimart.Video.Gallery.Tests", "Two seconds.mp4");

    internal string Root => _root;

    internal string Clips { get; private set; }

    internal string Page => System.IO.Path.Combine(Clips, GalleryFile.DefaultName);

    /// <summary>A completed task with a saved file.</summary>
    internal GallerySource Add(int number, string prompt = "A kite", string model = "sora-2", string? name = null, string request = """{"duration":8}""", IReadOnlyDictionary<string, string>? row = null, string job = "autumn")
    {
        string file = System.IO.Path.Combine(Clips, name ?? $"clip {number}.mp4");
        File.Copy(Sample, file, overwrite: true);
        return GallerySource.Of(new ApimartTask
        {
            TaskId = $"task_{number:00000}",
            Model = model,
            Prompt = prompt,
            JobName = job,
            Status = ApimartTaskStatus.Completed,
            Cost = 0.8m,
            Request = request,
            Row = row,
            SavedFiles = [file],
        });
    }

    internal string Write(params GallerySource[] sources)
    {
        GalleryFile.Write(Page, sources, "Autumn", ModelCatalogue.Default);
        return Page;
    }

    internal void Move(string name)
    {
        string moved = System.IO.Path.Combine(_root, name);
        Directory.Move(Clips, moved);
        Clips = moved;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
