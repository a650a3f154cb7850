using System.Text;
using System.Text.Json.Nodes;
using Apimart.Video.Models;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>Requests for rows of a batch, told apart by their prompts.</summary>
internal static class Rows
{
    internal const string Model = "veo3.1-fast";

    internal static PreparedRequest Row(string prompt)
    {
        string body = new JsonObject { ["model"] = Model, ["prompt"] = prompt }.ToJsonString();
        return new PreparedRequest
        {
            Model = Model,
            Prompt = prompt,
            Body = Encoding.UTF8.GetBytes(body),
            Canonical = body,
            Warnings = [],
        };
    }
}
