namespace Apimart.Video.Models.Learned;

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
