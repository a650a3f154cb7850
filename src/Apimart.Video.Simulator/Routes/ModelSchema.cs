using System.Text.Json.Nodes;
using Apimart.Video.Models;

namespace Apimart.Video.Simulator.Routes;

/// <summary>A model's request as a JSON schema.</summary>
internal static class ModelSchema
{
    internal static JsonObject Of(VideoModel model)
    {
        JsonObject properties = new()
        {
            ["model"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray(model.Name) },
            ["prompt"] = Property(model.Prompt),
        };
        foreach (VideoModelParameter parameter in model.Parameters)
        {
            string[] path = parameter.WireName.Split('.', 2);
            if (path.Length == 1)
            {
                properties[path[0]] = Property(parameter);
                continue;
            }

            properties[path[0]] ??= new JsonObject { ["type"] = "object", ["properties"] = new JsonObject() };
            properties[path[0]]!["properties"]![path[1]] = Property(parameter);
        }

        var required = model.Parameters.Prepend(model.Prompt)
            .Where(parameter => parameter.Required)
            .Select(parameter => (JsonNode)parameter.WireName)
            .Prepend("model");
        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. required]),
        };
    }

    private static JsonObject Property(VideoModelParameter parameter)
    {
        JsonObject property = new() { ["type"] = TypeOf(parameter.Type), ["description"] = parameter.Description };
        if (parameter.Type is ParameterType.StringArray or ParameterType.ObjectArray)
        {
            property["items"] = new JsonObject { ["type"] = parameter.Type == ParameterType.StringArray ? "string" : "object" };
        }

        if (parameter.Default is { } value)
        {
            property["default"] = Value(value, parameter.Type);
        }

        // What another page says of a seed document's field is no part of that document.
        foreach (ParameterRule rule in parameter.Rules.Where(rule => parameter.Standing != Standing.Seed || rule.Standing == Standing.Seed))
        {
            Add(rule, property, parameter.Type);
        }

        return property;
    }

    private static void Add(ParameterRule rule, JsonObject property, ParameterType type)
    {
        switch (rule)
        {
            case OneOfRule list when !property.ContainsKey("enum"):
                property["enum"] = new JsonArray([.. list.Values.Select(value => Value(value, type))]);
                break;
            case RangeRule range when !property.ContainsKey("minimum") && !property.ContainsKey("maximum"):
                Put(property, "minimum", range.Minimum);
                Put(property, "maximum", range.Maximum);
                break;
            case LengthRule length:
                property["maxLength"] = length.Maximum;
                break;
            case CountRule { Counts.IsEmpty: true } count:
                Put(property, "minItems", count.Minimum);
                Put(property, "maxItems", count.Maximum);
                break;
            case OneOfRule or RangeRule or CountRule or UrlRule or FileRule or WebhookRule or FieldRule or DoubtRule:
                // A schema says such things once, or not at all.
                break;
            default:
                throw new NotSupportedException($"The schema does not know the rule {rule.GetType().Name}.");
        }
    }

    private static void Put(JsonObject property, string name, double? number)
    {
        if (number is not null)
        {
            property[name] = number;
        }
    }

    private static JsonNode Value(string text, ParameterType type) => type switch
    {
        ParameterType.Integer or ParameterType.Number => JsonNode.Parse(text)!,
        ParameterType.Boolean => text == "true",
        _ => text,
    };

    private static string TypeOf(ParameterType type) => type switch
    {
        ParameterType.Integer => "integer",
        ParameterType.Number => "number",
        ParameterType.Boolean => "boolean",
        ParameterType.StringArray or ParameterType.ObjectArray => "array",
        ParameterType.Object => "object",
        _ => "string",
    };
}
