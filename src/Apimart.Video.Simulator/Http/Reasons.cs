using System.Net;

namespace Apimart.Video.Simulator.Http;

/// <summary>The words that follow a status code on the wire.</summary>
internal static class Reasons
{
    /// <summary>The phrase of RFC 9110, as .NET knows it.</summary>
    internal static string Of(int status)
    {
        using HttpResponseMessage known = new((HttpStatusCode)status);
        return string.IsNullOrEmpty(known.ReasonPhrase) ? "Unknown" : known.ReasonPhrase;
    }
}
