using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Apimart.Video.Api;
using Apimart.Video.Text;

namespace Apimart.Video.Models.Learned;

/// <summary>Reads the server's models and what each takes, and holds that against the catalogue.</summary>
internal sealed class ModelDirectory
{
    private const int AtOnce = 4;

    private readonly RouteReader _routes;
    private readonly TimeProvider _time;

    internal ModelDirectory(RouteReader routes, TimeProvider time)
    {
        _routes = routes;
        _time = time;
    }

    /// <exception cref="ApimartException">The list cannot be read or holds no video model.</exception>
    internal async Task<ModelUpdate> ReadAsync(ModelCatalogue curated, CancellationToken cancellationToken)
    {
        JsonElement body = await _routes
            .GetAsync("v1/models?category=video&expand=parameters", "models", cancellationToken)
            .ConfigureAwait(false);
        ServerModel[] listed = ServerModel.ReadList(body);
        if (listed.Length == 0)
        {
            throw RouteReader.Unreadable("models");
        }

        ConcurrentDictionary<string, JsonObject?> entries = new(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            listed,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (model, token) => entries[model.Name] = await TranslateAsync(model, token).ConfigureAwait(false)).ConfigureAwait(false);
        return Compare(listed, entries, curated);
    }

    private async Task<JsonObject?> TranslateAsync(ServerModel model, CancellationToken cancellationToken)
    {
        try
        {
            JsonElement? schema = model.Schema ?? ServerModel.FindSchema(await _routes
                .GetAsync($"v1/models/{Uri.EscapeDataString(model.Name)}/schema", "schema", cancellationToken)
                .ConfigureAwait(false));
            return schema is { } found ? SchemaTranslator.Entry(model.Name, model.Description, found) : null;
        }
        catch (ApimartException fault) when (fault.Kind is not (ApimartErrorKind.Authentication or ApimartErrorKind.Payment))
        {
            // One model that cannot be told must not hide what the others are.
            return null;
        }
    }

    private ModelUpdate Compare(ServerModel[] listed, ConcurrentDictionary<string, JsonObject?> entries, ModelCatalogue curated)
    {
        var differences = ImmutableArray.CreateBuilder<ModelDifference>();
        var learned = ImmutableArray.CreateBuilder<JsonObject>();
        foreach (ServerModel model in listed.OrderBy(model => model.Name, StringComparer.OrdinalIgnoreCase))
        {
            bool known = curated.TryFind(model.Name, out VideoModel? own);
            if (entries[model.Name] is not { } entry)
            {
                differences.Add(new ModelDifference(model.Name, ModelChange.NoSchema, null, own?.Source, null));
            }
            else if (known)
            {
                differences.AddRange(ModelComparer.Compare(own!, SchemaTranslator.ToModel(entry, ReadAt)));
            }
            else
            {
                learned.Add(entry);
                string takes = Sentence.And(SchemaTranslator.ToModel(entry, ReadAt).Parameters.Select(parameter => parameter.Name));
                differences.Add(new ModelDifference(model.Name, ModelChange.NewModel, null, null, takes));
            }
        }

        differences.AddRange(curated.Models
            .Where(own => own.Origin == ModelOrigin.Curated && !listed.Any(model => own.IsNamed(model.Name)))
            .Select(own => new ModelDifference(own.Name, ModelChange.NotListed, null, own.Source, null)));
        return new ModelUpdate
        {
            Differences = differences.ToImmutable(),
            Entries = learned.ToImmutable(),
            Listed = listed.Select(model => model.Name).ToImmutableHashSet(StringComparer.OrdinalIgnoreCase),
            ReadAt = ReadAt,
        };
    }

    private DateTimeOffset ReadAt => _time.GetUtcNow();
}
