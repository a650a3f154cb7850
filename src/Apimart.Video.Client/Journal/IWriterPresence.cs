namespace Apimart.Video.Journal;

/// <summary>Shows that this process lives, and tells of others whether they do. To be disposed is to send no more.</summary>
internal interface IWriterPresence : IDisposable
{
    /// <summary>This writer's name; the first call shows its presence.</summary>
    /// <exception cref="IOException">Presence cannot be shown.</exception>
    string Register();

    /// <summary>Whether a name is this writer's own.</summary>
    bool IsOwn(string? writer);

    /// <summary>Whether a writer may still be sending; what cannot be told counts as living.</summary>
    bool IsAlive(string? writer);

    /// <summary>The machine of a living writer that is another than this one; null where it is this one or cannot be told.</summary>
    string? ElsewhereOf(string? writer);
}
