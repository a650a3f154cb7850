using System.Globalization;

namespace Apimart.Video.Account;

/// <summary>A question to <c>GET /v1/usage</c>.</summary>
public sealed class UsageQuery
{
    private const int MostModels = 50;
    private const string Utc = "UTC";
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(31);

    /// <summary>The start of the span. The API has figures since 27 April 2026.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The end of the span, itself not in it; at most 31 days after <see cref="Since"/>.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Only these models, at most 50; empty for all. The API takes no wildcards.</summary>
    public IReadOnlyCollection<string> Models { get; init; } = [];

    /// <summary>By what the figures are split up.</summary>
    public UsageGrouping GroupBy { get; init; }

    /// <summary>Whose usage it is.</summary>
    public AccountScope Scope { get; init; }

    /// <summary>The IANA name of the time zone in which a day begins and ends; the API's own default is that of Shanghai.</summary>
    public string TimeZone { get; init; } = LocalTimeZone;

    /// <summary>The IANA name of this machine's time zone, or UTC where none can be told.</summary>
    public static string LocalTimeZone => IanaNameOf(TimeZoneInfo.Local) ?? Utc;

    /// <summary>The IANA name of a time zone; null where none can be told, as by .NET without culture data on Windows.</summary>
    /// <param name="zone">The zone, by either kind of name.</param>
    public static string? IanaNameOf(TimeZoneInfo zone) =>
        zone.HasIanaId ? zone.Id
        : zone.Id == Utc ? Utc
        : TimeZoneInfo.TryConvertWindowsIdToIanaId(zone.Id, out string? name) ? name
        : null;

    /// <exception cref="ArgumentException">The API would refuse the question.</exception>
    internal string ToPath()
    {
        Require(Until > Since, $"The span is empty: it ends at {Until:u} and starts at {Since:u}.");
        Require(Until - Since <= s_longest, $"The span is longer than {s_longest.TotalDays:0} days, the most the API tells at once; ask for parts of it.");
        Require(Models.Count <= MostModels, $"{Models.Count} models are more than the {MostModels} the API takes at once; leave them out for all.");
        List<string> fields =
        [
            $"start={WholeSecondAfter(Since).ToString(CultureInfo.InvariantCulture)}",
            $"end={WholeSecondAfter(Until).ToString(CultureInfo.InvariantCulture)}",
            $"group_by={Grouping}",
            $"tz={Uri.EscapeDataString(TimeZone)}",
            $"scope={(Scope == AccountScope.Key ? "key" : "account")}",
        ];
        if (Models.Count > 0)
        {
            fields.Add($"model={Uri.EscapeDataString(string.Join(',', Models))}");
        }

        return $"v1/usage?{string.Join('&', fields)}";
    }

    private string Grouping => GroupBy switch
    {
        UsageGrouping.None => "none",
        UsageGrouping.Model => "model",
        UsageGrouping.Date => "date",
        _ => "model,date",
    };

    /// <summary>The API's end is a whole second and not in the span: what was billed just now would be left out.</summary>
    private static long WholeSecondAfter(DateTimeOffset time) => time.AddTicks(TimeSpan.TicksPerSecond - 1).ToUnixTimeSeconds();

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new ArgumentException(problem);
        }
    }
}

/// <summary>By what usage is split up.</summary>
[Flags]
public enum UsageGrouping
{
    /// <summary>One figure for all.</summary>
    None = 0,

    /// <summary>One figure a model.</summary>
    Model = 1,

    /// <summary>One figure a day.</summary>
    Date = 2,
}
