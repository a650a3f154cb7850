using System.Net;

namespace Apimart.Video.Simulator.Http;

/// <summary>The words that follow a status code on the wire.</summary>
internal static class Reasons
{
    internal static string Of(int status) => status switch
    {
        206 => "Partial Content",
        416 => "Range Not Satisfiable",
        431 => "Request Header Fields Too Large",
        _ when Enum.IsDefined((HttpStatusCode)status) => ((HttpStatusCode)status).ToString(),
        _ => "Unknown",
    };
}
