using Apimart.Video.Text;

namespace Apimart.Video.Api;

/// <summary>
/// The words of the API for what went wrong that are documented or were seen (docs/errors.md lists them). An ErrorId is made of
/// these alone: what else a server says is a message at most.
/// </summary>
internal static class ApiWords
{
    private static readonly Dictionary<string, string> s_ids = new[]
    {
        "apimart_error", "authentication_error", "payment_required", "permission_error", "rate_limit_error", "invalid_request_error",
        "server_error", "bad_gateway", "invalid_duration", "invalid_resolution", "unsupported_image_count", "unsupported_video_count",
        "nsfw_content_detected", "audio_setting_only_for_edit", "input_video_probe_failed", "invalid_start", "invalid_end",
        "invalid_range", "range_too_large", "invalid_tz", "invalid_group_by", "invalid_scope", "too_many_models",
        "idempotency_key_reused", "idempotency_in_progress", "idempotency_result_indeterminate", "idempotency_unavailable",
        "balance_unavailable", "price_unavailable", "models_unavailable", "schema_unavailable", "usage_unavailable",
    }.ToDictionary(word => word, WireNames.ToPascalCase, StringComparer.OrdinalIgnoreCase);

    /// <summary>The ErrorId that a known word stands for, or null.</summary>
    internal static string? IdOf(string? word) => word is null ? null : s_ids.GetValueOrDefault(word);

    /// <summary>The ErrorId of a fault of the API.</summary>
    internal static string IdOf(ApimartException fault) => fault.Kind switch
    {
        ApimartErrorKind.NotFound => "TaskNotFound",
        ApimartErrorKind.OutcomeUnknown or ApimartErrorKind.NotSent or ApimartErrorKind.WrongAddress => fault.Kind.ToString(),
        _ => IdOf(fault.Code) ?? fault.Kind.ToString(),
    };
}
