namespace Apimart.Video.Tasks;

/// <summary>Why a task failed, in the server's words.</summary>
/// <param name="Code">The API's word or number, such as <c>task_failed</c>.</param>
/// <param name="Message">The server's text.</param>
public sealed record TaskFault(string? Code, string Message)
{
    /// <summary>Returns the server's text.</summary>
    public override string ToString() => Message;
}
