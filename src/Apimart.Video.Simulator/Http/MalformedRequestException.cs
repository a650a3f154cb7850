namespace Apimart.Video.Simulator.Http;

/// <summary>What came over the connection is no HTTP/1.1 request that this server takes.</summary>
internal sealed class MalformedRequestException : Exception
{
    internal MalformedRequestException(int status, string message)
        : base(message) => Status = status;

    internal int Status { get; }
}
