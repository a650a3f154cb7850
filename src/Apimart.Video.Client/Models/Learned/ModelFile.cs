using System.Collections.Immutable;
using System.Text.Json;
using Apimart.Video.Files;

namespace Apimart.Video.Models.Learned;

/// <summary>Reads a file in the form of the catalogue's own families.</summary>
internal static class ModelFile
{
    /// <summary>The models of a file.</summary>
    /// <param name="path">The file: one family in JSON, UTF-8.</param>
    /// <exception cref="ModelFileException">The file cannot be read, is not JSON, or something in it is missing, wrong or unknown.</exception>
    public static ImmutableArray<VideoModel> Read(string path) => Read(path, ModelOrigin.Registered);

    internal static ImmutableArray<VideoModel> Read(string path, ModelOrigin origin)
    {
        try
        {
            using FileStream stream = Disk.OpenShared(path);
            ImmutableArray<VideoModel> models = [.. FamilyReader.Read(stream, Path.GetFileName(path)).ToModels(origin)];
            if (origin == ModelOrigin.Registered)
            {
                ModelFileCheck.Check(models, path);
            }

            return models;
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException or FormatException)
        {
            throw new ModelFileException(path, fault.Message, fault);
        }
    }
}

/// <summary>A file of models cannot be used; the message names the file, the place in it and what is wrong there.</summary>
public sealed class ModelFileException : Exception
{
    internal ModelFileException(string file, string problem, Exception? cause = null)
        : base($"The model file '{file}' cannot be used: {problem}", cause)
    {
        File = file;
    }

    /// <summary>The file's path.</summary>
    public string File { get; }
}
