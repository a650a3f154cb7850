namespace Apimart.Video.Planning;

/// <summary>Adds up a plan, row by row.</summary>
internal sealed class PlanCounter
{
    private readonly List<string> _order = [];
    private readonly Dictionary<string, PlanSum> _models = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<string> _sources = new(StringComparer.Ordinal);
    private PlanSum _all = new();
    private string? _oldest;

    internal void Add(PlannedVideo row)
    {
        string model = row.Model ?? string.Empty;
        if (!_models.TryGetValue(model, out PlanSum? sum))
        {
            _order.Add(model);
            sum = new PlanSum { Model = row.Model };
        }

        _models[model] = sum.With(row);
        _all = _all.With(row);
        if (row is { Price: not null, PriceDate: { } date })
        {
            _oldest = _oldest is null || string.CompareOrdinal(date, _oldest) < 0 ? date : _oldest;
            _sources.Add(row.PriceSource ?? string.Empty);
        }
    }

    internal PlanTotal ToTotal(bool isComparison, decimal? maxCost) => new()
    {
        Models = [.. _order.Select(model => _models[model])],
        All = _all,
        IsComparison = isComparison,
        MaxCost = maxCost,
        PriceDate = _oldest,
        PriceSources = [.. _sources],
    };
}
