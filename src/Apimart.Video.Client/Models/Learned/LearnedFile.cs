using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Apimart.Video.Files;
using Apimart.Video.Journal;
using Apimart.Video.Text;

namespace Apimart.Video.Models.Learned;

/// <summary>
/// The models that a server told of, kept beside the journal in the catalogue's own form. The file is read when it is first
/// needed and again when it has changed; looking for one that is not there is all it costs otherwise.
/// </summary>
internal sealed class LearnedFile
{
    private const string Name = "models.json";

    private readonly object _lock = new();
    private readonly JournalFolder _folder;
    private (DateTime Written, long Length) _stamp;
    private ImmutableArray<VideoModel> _models = [];

    private LearnedFile(JournalFolder folder) => _folder = folder;

    /// <summary>The file's path.</summary>
    public string Path => System.IO.Path.Combine(_folder.Root, Name);

    /// <summary>The models of the file; none where it is not there or cannot be read, so that it never stands in the way.</summary>
    public ImmutableArray<VideoModel> Models
    {
        get
        {
            if (!_folder.IsUsable)
            {
                return [];
            }

            FileInfo file = new(Path);
            (DateTime, long) stamp = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
            lock (_lock)
            {
                if (stamp != _stamp)
                {
                    _models = stamp == default ? [] : ReadOrNone();
                    _stamp = stamp;
                }

                return _models;
            }
        }
    }

    /// <summary>The file of the journal in a folder; nothing is read yet.</summary>
    /// <param name="path">The journal's folder, as <see cref="TaskJournal.Open"/> takes it.</param>
    /// <param name="server">The server: what a simulator tells is kept apart.</param>
    public static LearnedFile At(string? path, Uri? server) => new(JournalFolder.For(path, server));

    /// <summary>Keeps the models of an update, and those that are kept already and still listed. The old file stays whole until the new one is.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    /// <exception cref="Api.ApimartException">There is no folder (<see cref="Api.ApimartErrorKind.JournalUnavailable"/>).</exception>
    public void Write(ModelUpdate update)
    {
        _folder.Create();
        string part = $"{Path}.{Environment.ProcessId}.part";
        try
        {
            using (FileStream file = new(part, JournalFolder.OwnFile(FileShare.None)))
            {
                file.SetLength(0);
                file.Write(JsonValues.ToUtf8(Merge(update)));
                file.Flush(flushToDisk: true);
            }

            Disk.Move(part, Path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    private JsonObject Merge(ModelUpdate update)
    {
        JsonArray models = [.. update.Entries.Select(entry => entry.DeepClone())];
        HashSet<string> read = new(update.Entries.Select(entry => entry["name"]!.GetValue<string>()), StringComparer.OrdinalIgnoreCase);
        foreach (JsonNode? old in ReadEntries())
        {
            string name = old!["name"]!.GetValue<string>();
            if (!read.Contains(name) && update.Listed.Contains(name))
            {
                models.Add(old.DeepClone());
            }
        }

        return SchemaTranslator.Family(models, update.ReadAt);
    }

    private JsonArray ReadEntries()
    {
        if (Models.IsEmpty)
        {
            return [];
        }

        using FileStream file = Disk.OpenShared(Path);
        return JsonNode.Parse(file)?["models"]?.AsArray() ?? [];
    }

    private ImmutableArray<VideoModel> ReadOrNone()
    {
        try
        {
            return ModelFile.Read(Path, ModelOrigin.Learned);
        }
        catch (ModelFileException)
        {
            return [];
        }
    }
}
