using System.Globalization;
using System.Text.Json;
using Apimart.Video.Tasks;
using Apimart.Video.Text;

namespace Apimart.Video.Api;

/// <summary>Finds why something went wrong, wherever an answer says it.</summary>
internal static class Reasons
{
    private const int MostItems = 5;

    /// <summary>Fields that are there only where something went wrong.</summary>
    private static readonly string[] s_faults = ["error", "errors", "fail_reason", "failure_reason", "failed_reason", "error_message"];

    /// <summary>Fields that may hold a reason, or that all is well.</summary>
    private static readonly string[] s_remarks = ["message", "msg", "detail", "task_status_msg", "status_msg", "reason", "description"];

    private static readonly string[] s_codes = ["code", "type", "error_code"];
    private static readonly string[] s_praise = ["success", "successful", "succeeded", "ok", "done", "completed", "null", "none"];

    /// <summary>The fault that an object names outright, or null.</summary>
    internal static TaskFault? FaultIn(JsonElement holder) =>
        s_faults.Select(name => holder.Field(name) is { } value ? Read(value) : null).FirstOrDefault(fault => fault is not null)
        ?? (holder.Field("result")?.Field("error") is { } inner ? Read(inner) : null);

    /// <summary>The fault of an object that is known to be one: what it names, or its remark.</summary>
    internal static TaskFault? ReasonIn(JsonElement holder)
    {
        if (FaultIn(holder) is { } named)
        {
            return named with { Code = named.Code ?? CodeOf(holder) };
        }

        return RemarkIn(holder) is { } remark ? new TaskFault(CodeOf(holder), remark) : null;
    }

    /// <summary>A word that stands for a fault: what is only a number says no more than the status.</summary>
    internal static string? CodeOf(JsonElement holder) =>
        s_codes.Select(name => holder.Text(name)).FirstOrDefault(code => code is not null && !double.TryParse(code, CultureInfo.InvariantCulture, out _));

    private static TaskFault? Read(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                TaskFault? inner = FaultIn(value);
                string? message = RemarkIn(value) ?? inner?.Message;
                string? code = value.Text("code") ?? CodeOf(value) ?? inner?.Code;
                return message is null && code is null or "0" or "200" ? null : new TaskFault(code, message ?? "The server gave no reason.");
            case JsonValueKind.Array:
                TaskFault[] items = [.. value.Items().Take(MostItems).Select(Read).OfType<TaskFault>()];
                return items.Length == 0 ? null : new TaskFault(items[0].Code, string.Join(" ", items.Select(item => item.Message)));
            case JsonValueKind.String when Telling(value.GetString()!) is { } text:
                return new TaskFault(null, text);
            case JsonValueKind.Number when value.GetRawText() is not ("0" or "200") and var number:
                return new TaskFault(number, "The server gave no reason.");
            default:
                return null;
        }
    }

    private static string? RemarkIn(JsonElement holder) =>
        s_remarks.Select(name => holder.Field(name) is { } value ? TextOf(value) : null).FirstOrDefault(text => text is not null);

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Telling(value.GetString()!),
        JsonValueKind.Object or JsonValueKind.Array => Read(value)?.Message,
        _ => null,
    };

    private static string? Telling(string text) =>
        text.Trim() is { Length: > 0 } said && !s_praise.Contains(said, StringComparer.OrdinalIgnoreCase)
            ? ForeignText.WithoutSecrets.Line(said)
            : null;
}
