using System.Text.Json;
using Apimart.Video.Models;

namespace Apimart.Video.Simulator.Checks;

/// <summary>Omni takes <c>size</c> in place of <c>aspect_ratio</c>; given both, they have to agree (<c>omni-flash-ext</c>, size).</summary>
internal static class OmniRatioCheck
{
    /// <exception cref="RefusalException">The two differ, or <c>size</c> alone is none of the shapes.</exception>
    internal static void Check(VideoModel model, JsonElement body)
    {
        if (!FieldCheck.IsGiven(body, "size"))
        {
            return;
        }

        JsonElement size = body.GetProperty("size");
        if (body.TryGetProperty("aspect_ratio", out JsonElement ratio) && ratio.ToString() != size.ToString())
        {
            throw RefusalException.Invalid($"size {size.GetRawText()} and aspect_ratio {ratio.GetRawText()} differ.");
        }

        FieldCheck.CheckRules(model.FindParameter("aspect_ratio")!, size);
    }
}
