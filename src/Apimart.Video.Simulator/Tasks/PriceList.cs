using Apimart.Video.Models;
using Apimart.Video.Simulator.Checks;

namespace Apimart.Video.Simulator.Tasks;

/// <summary>
/// What a task costs in US dollars. Omni's table is the one published in August 2026; the others are round figures a second
/// that are only meant to be plausible.
/// </summary>
internal static class PriceList
{
    private const int UsualSeconds = 8;
    private const decimal UsualPrice = 0.1m;

    internal static decimal PriceOf(CheckedSubmit submit)
    {
        int seconds = (int)(submit.Number("Duration") ?? UsualSeconds);
        if (IsByCall(submit.Model))
        {
            return OmniPrice(seconds, submit.Text("Resolution"), submit.Body.TryGetProperty("video_urls", out _));
        }

        return PerSecond(submit.Model) * Math.Max(1, seconds);
    }

    /// <summary>What a second costs of a model that is not billed by the call.</summary>
    internal static decimal PerSecond(VideoModel model) => model.Name switch
    {
        "veo3.1-fast" => 0.15m,
        "veo3.1-quality" => 0.4m,
        "grok-imagine-1.0-video-apimart" => 0.05m,
        _ => UsualPrice,
    };

    /// <summary>Whether a model is billed by the call.</summary>
    internal static bool IsByCall(VideoModel model) => model.Family == "omni-flash-ext";

    /// <summary>A call, by length and resolution: 4 s cost 0.25, each two seconds more 0.05, 4k 0.50 on top.</summary>
    internal static decimal OmniPrice(int seconds, string? resolution, bool withVideo)
    {
        bool is4k = "4k".Equals(resolution, StringComparison.OrdinalIgnoreCase);
        if (withVideo)
        {
            return is4k ? 0.24m : 0.08m;
        }

        return 0.15m + (0.025m * seconds) + (is4k ? 0.5m : 0);
    }
}
