using System.Globalization;

namespace Apimart.Video.Simulator.Faults;

/// <summary>Faults as a user writes them.</summary>
internal static class FaultText
{
    private static readonly Dictionary<string, SimulatorRoute> s_routes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["any"] = SimulatorRoute.Any,
        ["submit"] = SimulatorRoute.Submit,
        ["look"] = SimulatorRoute.Look,
        ["download"] = SimulatorRoute.Download,
        ["upload"] = SimulatorRoute.Upload,
        ["other"] = SimulatorRoute.Other,
    };

    private static readonly Dictionary<string, FaultKind> s_kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["refuse"] = FaultKind.Refuse,
        ["reset-before-accept"] = FaultKind.ResetBeforeAccept,
        ["reset-after-accept"] = FaultKind.ResetAfterAccept,
        ["hang-before-accept"] = FaultKind.HangBeforeAccept,
        ["hang-after-accept"] = FaultKind.HangAfterAccept,
        ["status"] = FaultKind.Status,
        ["status-after-accept"] = FaultKind.StatusAfterAccept,
        ["garbage"] = FaultKind.Garbage,
        ["html"] = FaultKind.HtmlPage,
        ["empty"] = FaultKind.EmptyBody,
        ["no-task-id"] = FaultKind.NoTaskId,
        ["wrong-content-length"] = FaultKind.WrongContentLength,
        ["cut-body"] = FaultKind.CutBody,
        ["reset-body"] = FaultKind.ResetBody,
        ["stall-body"] = FaultKind.StallBody,
        ["ignore-range"] = FaultKind.IgnoreRange,
        ["wrong-content-range"] = FaultKind.WrongContentRange,
        ["range-not-satisfiable"] = FaultKind.RangeNotSatisfiable,
        ["changed-etag"] = FaultKind.ChangedETag,
        ["no-etag"] = FaultKind.NoETag,
        ["expired"] = FaultKind.Expired,
        ["gone"] = FaultKind.Gone,
        ["redirect"] = FaultKind.Redirect,
        ["slow"] = FaultKind.Slow,
        ["unauthorized"] = FaultKind.Unauthorized,
        ["unknown-state"] = FaultKind.UnknownState,
        ["forgotten"] = FaultKind.Forgotten,
    };

    internal static IReadOnlyCollection<string> Kinds => s_kinds.Keys;

    internal static SimulatorFault Parse(string text)
    {
        string[] start = text.Split(':', 2);
        if (start.Length < 2 || !s_routes.TryGetValue(start[0].Trim(), out SimulatorRoute route))
        {
            throw Fail(text, $"it begins with one of {string.Join(", ", s_routes.Keys)}, and a colon");
        }

        // From the right, because the address of a redirect has colons of its own.
        string rest = start[1].Trim();
        List<string> options = [];
        while (rest.LastIndexOf(':') is > 0 and var colon && IsOption(rest[(colon + 1)..]))
        {
            options.Add(rest[(colon + 1)..]);
            rest = rest[..colon];
        }

        string[] parts = rest.Split('=', 2);
        if (!s_kinds.TryGetValue(parts[0], out FaultKind kind))
        {
            throw Fail(text, $"'{parts[0]}' is none of the kinds {string.Join(", ", s_kinds.Keys)}");
        }

        SimulatorFault fault = new() { Route = route, Kind = kind };
        if (parts.Length == 2)
        {
            fault = WithValue(fault, parts[1], text);
        }
        else if (kind == FaultKind.Redirect)
        {
            throw Fail(text, "a redirect needs an address: redirect=http://127.0.0.1/");
        }

        options.Reverse();
        return options.Aggregate(fault, (built, option) => WithOption(built, option, text));
    }

    private static bool IsOption(string text) =>
        text.Equals("always", StringComparison.OrdinalIgnoreCase)
        || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _)
        || text.EndsWith('%')
        || text.Split('=')[0] is "after" or "code" or "retry-after" or "match";

    private static SimulatorFault WithValue(SimulatorFault fault, string value, string text)
    {
        if (fault.Kind == FaultKind.Redirect)
        {
            return fault with { Location = value };
        }

        if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            throw Fail(text, $"'{value}' is not a number");
        }

        return fault.Kind is FaultKind.Status or FaultKind.StatusAfterAccept or FaultKind.Forgotten
            ? number is >= 200 and <= 599
                ? fault with { StatusCode = (int)number }
                : throw Fail(text, $"{number} is not an HTTP status from 200 to 599")
            : fault with { Bytes = number };
    }

    private static SimulatorFault WithOption(SimulatorFault fault, string option, string text)
    {
        if (option.Equals("always", StringComparison.OrdinalIgnoreCase))
        {
            return fault with { Count = int.MaxValue };
        }

        if (int.TryParse(option, NumberStyles.None, CultureInfo.InvariantCulture, out int count))
        {
            return fault with { Count = count };
        }

        if (option.EndsWith('%'))
        {
            return double.TryParse(option[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double chance)
                && chance <= 100
                ? fault with { Probability = chance / 100, Count = int.MaxValue }
                : throw Fail(text, $"'{option}' is not a chance from 0% to 100%");
        }

        string value = option.Split('=', 2) is [_, var given] ? given : throw Fail(text, $"'{option}' needs a value");
        return option.Split('=')[0] switch
        {
            "after" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int after)
                ? fault with { After = after }
                : throw Fail(text, $"'{value}' is not a number"),
            "code" => fault with { ApiCode = value },
            "retry-after" => fault with { RetryAfter = value },
            _ => fault with { Match = value },
        };
    }

    private static FormatException Fail(string text, string reason) =>
        new($"'{text}' is no fault: {reason}. An example is submit:reset-after-accept:2.");
}
