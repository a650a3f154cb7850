namespace Apimart.Video.Models;

/// <summary>How long a document says that a task of a model usually takes.</summary>
/// <param name="From">The shortest usual time.</param>
/// <param name="To">The longest usual time.</param>
/// <param name="FirstPoll">How long after the submit the document advises to ask first, at least; null where it does not.</param>
/// <param name="Source">The document.</param>
/// <param name="Standing">How sure <paramref name="Source"/> is.</param>
public sealed record UsualTime(TimeSpan From, TimeSpan To, TimeSpan? FirstPoll, string Source, Standing Standing);
