using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Apimart.Video.Text;

namespace Apimart.Video.Models.Learned;

/// <summary>
/// Puts a JSON schema of the server into the catalogue's own form. Its limits warn and do not refuse: the vendor calls the
/// schema a compatibility contract in which a general field need not hold for every model.
/// </summary>
internal static class SchemaTranslator
{
    private const string Source = "GET /v1/models/{model}/schema";
    private static readonly string[] s_ownFields = ["model", "prompt"];

    /// <summary>The parameters that curated models have for a field, the most usual first: a new model gets the names that scripts know.</summary>
    private static readonly Lazy<ImmutableDictionary<string, VideoModelParameter[]>> s_byField = new(() => ModelCatalogue.Default.Models
        .SelectMany(model => model.Parameters)
        .GroupBy(parameter => parameter.WireName)
        .ToImmutableDictionary(
            field => field.Key,
            field => field.GroupBy(parameter => parameter.Name).OrderByDescending(same => same.Count()).Select(same => same.First()).ToArray()));

    private static readonly Lazy<ImmutableHashSet<string>> s_words = new(() => ModelCatalogue.Default.Models
        .SelectMany(model => model.Parameters)
        .SelectMany(parameter => parameter.Aliases.Append(parameter.Name))
        .ToImmutableHashSet(StringComparer.OrdinalIgnoreCase));

    internal static JsonObject Family(JsonArray models, DateTimeOffset readAt) => new()
    {
        ["family"] = "learned",
        ["vendor"] = "as listed by the server",
        ["source"] = string.Create(CultureInfo.InvariantCulture, $"{Source}, {readAt:yyyy-MM-dd}"),
        ["standing"] = nameof(Standing.VendorClient),
        ["models"] = models,
    };

    internal static VideoModel ToModel(JsonObject entry, DateTimeOffset readAt)
    {
        using MemoryStream text = new(JsonValues.ToUtf8(Family(new JsonArray(entry.DeepClone()), readAt)));
        return FamilyReader.Read(text, "schema").ToModels(ModelOrigin.Learned).Single();
    }

    /// <summary>A model in the catalogue's form, or null where the schema makes no usable one.</summary>
    internal static JsonObject? Entry(string name, string? description, JsonElement schema)
    {
        var fields = Fields(schema, prefix: string.Empty).Where(field => !s_ownFields.Contains(field.Field)).ToArray();
        Dictionary<string, string> names = Name([.. fields.Select(field => field.Field)]);
        var parameters = fields
            .Where(field => names.ContainsKey(field.Field))
            .Select(field => (JsonNode?)Parameter(field.Field, names[field.Field], field.Property, field.Required));
        JsonObject entry = new()
        {
            ["name"] = name,
            ["description"] = string.IsNullOrWhiteSpace(description) ? "Listed by the server; not described here." : description,
            ["promptOptional"] = !Required(schema).Contains("prompt"),
            ["parameters"] = new JsonArray([.. parameters]),
        };
        if (schema.Field("properties")?.Field("prompt")?.Number("maxLength") is { } longest)
        {
            entry["promptRules"] = new JsonArray(Rule("length", ("maximum", (int)longest)));
        }

        return entry;
    }

    /// <summary>The fields, those of an inner object under their path: <c>metadata.audio_setting</c>.</summary>
    private static IEnumerable<(string Field, JsonElement Property, bool Required)> Fields(JsonElement schema, string prefix)
    {
        ImmutableHashSet<string> required = Required(schema);
        foreach (JsonProperty property in schema.Field("properties")?.EnumerateObject() ?? default)
        {
            if (property.Value.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            if (prefix.Length == 0 && property.Value.Field("properties") is { ValueKind: JsonValueKind.Object })
            {
                foreach (var inner in Fields(property.Value, $"{property.Name}."))
                {
                    yield return inner;
                }
            }
            else
            {
                yield return ($"{prefix}{property.Name}", property.Value, prefix.Length == 0 && required.Contains(property.Name));
            }
        }
    }

    private static ImmutableHashSet<string> Required(JsonElement schema) =>
        schema.Field("required") is { ValueKind: JsonValueKind.Array } names
            ? names.EnumerateArray().Select(name => name.AsText()).OfType<string>().ToImmutableHashSet()
            : [];

    /// <summary>
    /// A name for each field. Fields that are called as the parameter choose first. A field whose words all have another meaning
    /// gets none; it can still be sent with -AdditionalParameter.
    /// </summary>
    private static Dictionary<string, string> Name(string[] fields)
    {
        Dictionary<string, string> names = [];
        foreach (string field in fields.OrderBy(field => s_words.Value.Contains(Capitalize(field)) ? 0 : 1))
        {
            string own = Capitalize(field);
            string? name = Known(field)
                .Select(parameter => parameter.Name)
                .Append(s_words.Value.Contains(own) ? string.Empty : own)
                .FirstOrDefault(candidate => candidate.Length > 0 && !names.ContainsValue(candidate));
            if (name is not null)
            {
                names[field] = name;
            }
        }

        return names;
    }

    private static VideoModelParameter[] Known(string field) => s_byField.Value.GetValueOrDefault(field, []);

    private static JsonObject Parameter(string field, string name, JsonElement property, bool required)
    {
        VideoModelParameter? known = Known(field).FirstOrDefault(parameter => parameter.Name == name);
        ParameterType type = TypeOf(property);
        if (type == ParameterType.String && known?.Type is ParameterType.StringArray or ParameterType.SingleString)
        {
            type = ParameterType.SingleString;
        }

        JsonObject parameter = new()
        {
            ["name"] = name,
            ["wireName"] = field,
            ["type"] = type.ToString(),
            ["description"] = property.Text("description") ?? known?.Description ?? "Not described by the server.",
            ["required"] = required,
            ["source"] = Source,
            ["standing"] = nameof(Standing.VendorClient),
            ["rules"] = Rules(property, type),
        };
        if (known is { Aliases.IsEmpty: false })
        {
            parameter["aliases"] = new JsonArray([.. known.Aliases.Select(alias => (JsonNode)alias)]);
        }

        if (known?.PathName is { } path)
        {
            parameter["pathName"] = path;
        }

        if (known is { IsEarlierTask: true })
        {
            parameter["earlierTask"] = true;
        }

        if (known is { ContinuesVideo: true })
        {
            parameter["continues"] = true;
        }

        if (known is { IsFirstFrame: true })
        {
            parameter["firstFrame"] = true;
        }

        if (property.Field("default") is { } value && Plain(value) is { } standard)
        {
            parameter["default"] = standard;
        }

        return parameter;
    }

    private static JsonArray Rules(JsonElement property, ParameterType type)
    {
        List<JsonNode?> rules = [];
        JsonElement item = type == ParameterType.StringArray ? property.Field("items") ?? property : property;
        string[] values = item.Field("enum") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Select(Plain).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToArray()
            : [];
        bool number = type is ParameterType.Integer or ParameterType.Number;
        if (values.Length > 0 && type is not (ParameterType.StringArray or ParameterType.Boolean))
        {
            rules.Add(Rule("oneOf", ("values", new JsonArray([.. values.Select(value => (JsonNode)value)]))));
        }
        else if (number && (property.Number("minimum") ?? property.Number("maximum")) is not null)
        {
            rules.Add(Rule("range", ("minimum", property.Number("minimum")), ("maximum", property.Number("maximum"))));
        }

        if (type == ParameterType.String && property.Number("maxLength") is { } longest)
        {
            rules.Add(Rule("length", ("maximum", (int)longest)));
        }

        if (type == ParameterType.StringArray && (property.Number("minItems") ?? property.Number("maxItems")) is not null)
        {
            rules.Add(Rule("count", ("minimum", (int?)property.Number("minItems")), ("maximum", (int?)property.Number("maxItems"))));
        }

        return new JsonArray([.. rules]);
    }

    private static JsonObject Rule(string kind, params (string Name, JsonNode? Value)[] members)
    {
        JsonObject rule = new()
        {
            ["rule"] = kind,
            ["severity"] = nameof(Severity.Warning),
            ["standing"] = nameof(Standing.VendorClient),
            ["source"] = Source,
        };
        foreach ((string name, JsonNode? value) in members)
        {
            if (value is not null)
            {
                rule[name] = value;
            }
        }

        return rule;
    }

    private static ParameterType TypeOf(JsonElement property) => TypeWord(property) switch
    {
        "integer" => ParameterType.Integer,
        "number" => ParameterType.Number,
        "boolean" => ParameterType.Boolean,
        "object" => ParameterType.Object,
        "array" => property.Field("items") is { } items && TypeWord(items) == "object" ? ParameterType.ObjectArray : ParameterType.StringArray,
        _ => ParameterType.String,
    };

    private static string? TypeWord(JsonElement property) => property.Field("type") switch
    {
        { ValueKind: JsonValueKind.Array } several => several.EnumerateArray().Select(word => word.AsText()).FirstOrDefault(word => word != "null"),
        { } word => word.AsText(),
        _ => property.Field("enum") is { ValueKind: JsonValueKind.Array } values
            && values.EnumerateArray().All(value => value.ValueKind == JsonValueKind.Number) ? "integer" : null,
    };

    private static string? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.AsText(),
    };

    private static string Capitalize(string field)
    {
        string pascal = WireNames.ToPascalCase(field);
        return pascal.Length > 0 && char.IsAsciiLetter(pascal[0]) ? pascal : string.Empty;
    }
}
