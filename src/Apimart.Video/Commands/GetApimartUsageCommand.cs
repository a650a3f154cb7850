using System.Management.Automation;
using Apimart.Video.Account;
using Apimart.Video.Async;
using Apimart.Video.Completion;

namespace Apimart.Video.Commands;

/// <summary>Tells what was billed, in all or by model and day.</summary>
[Cmdlet(VerbsCommon.Get, "ApimartUsage")]
[OutputType(typeof(ApimartUsage))]
public sealed class GetApimartUsageCommand : ConnectedCommand
{
    private const int UsualDays = 30;

    private readonly List<string> _models = [];

    // Numbers, since a field of a value type of the engine's has the engine loaded before the module can say where it lies.
    private int _grouping;
    private int _scope;

    /// <summary>The start of the span; without it 30 days before its end.</summary>
    [ArgumentCompleter(typeof(DateCompleter))]
    [Parameter(Position = 0)]
    public DateTime? Since { get; set; }

    /// <summary>The end of the span, itself not in it; without it now.</summary>
    [ArgumentCompleter(typeof(DateCompleter))]
    [Parameter(Position = 1)]
    public DateTime? Until { get; set; }

    /// <summary>Only these models; no wildcards.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Model { get; set; } = [];

    /// <summary>By what the figures are split up: Model, Date, or both.</summary>
    [Parameter]
    public UsageGrouping GroupBy
    {
        get => (UsageGrouping)_grouping;
        set => _grouping = (int)value;
    }

    /// <summary>Whether the usage is that of the key or of the account.</summary>
    [Parameter]
    public AccountScope Scope
    {
        get => (AccountScope)_scope;
        set => _scope = (int)value;
    }

    /// <summary>The IANA name of the time zone in which a day begins; without it this machine's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TimeZone { get; set; }

    /// <inheritdoc/>
    protected override void ProcessItem() => _models.AddRange(Model);

    /// <inheritdoc/>
    protected override void EndItems()
    {
        DateTimeOffset until = Until ?? DateTimeOffset.Now;
        UsageQuery query = new()
        {
            Since = Since ?? until.AddDays(-UsualDays),
            Until = until,
            Models = _models,
            GroupBy = GroupBy,
            Scope = Scope,
            TimeZone = TimeZone ?? LocalTimeZone(),
        };
        ApimartClient client = Client;
        Start(
            async stopping => Send(await client.GetUsageAsync(query, stopping).ConfigureAwait(false)),
            Scope);
    }

    /// <inheritdoc/>
    protected override void Receive(object result) => WriteObject(result, enumerateCollection: true);

    private string LocalTimeZone()
    {
        TimeZoneInfo local = TimeZoneInfo.Local;
        if (UsageQuery.IanaNameOf(local) is { } name)
        {
            return name;
        }

        WriteWarning($"The IANA name of this machine's time zone, '{local.Id}', is not known here: days begin and end in UTC. Give -TimeZone, such as Europe/Berlin.");
        return UsageQuery.LocalTimeZone;
    }
}
