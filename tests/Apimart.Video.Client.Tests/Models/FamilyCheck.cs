using System.Text.Json;
using System.Text.Json.Nodes;
using Apimart.Video.Models;

namespace Apimart.Video.Client.Tests.Models;

/// <summary>The checks behind the tables of the families.</summary>
internal static class FamilyCheck
{
    private static readonly HashSet<string> s_numbers = ["Duration", "Seed", "SampleCount", "SafetyTolerance"];

    /// <summary>Every allowed value arrives under the wire name, every warned one too, no refused one does.</summary>
    internal static void Values(string model, string parameter, string wireName, string allowed, string warned, string refused)
    {
        foreach (string value in Words(allowed))
        {
            PreparedRequest request = Ask.Prepare(model, With(model, parameter, value));
            Assert.Empty(request.Warnings.Where(problem => problem.Parameter == parameter));
            Arrives(request, parameter, wireName, value);
        }

        foreach (string value in Words(warned))
        {
            PreparedRequest request = Ask.Prepare(model, With(model, parameter, value));
            Assert.Contains(request.Warnings, problem => problem.Parameter == parameter);
            Arrives(request, parameter, wireName, value);
        }

        foreach (string value in Words(refused))
        {
            Assert.Contains(Ask.Refusal(model, With(model, parameter, value)), problem => problem.Parameter == parameter);
        }
    }

    /// <summary>The parameters together are taken (""), warned about ("~ErrorId") or refused ("ErrorId").</summary>
    internal static void Together(string model, string parameters, string outcome)
    {
        string all = $"{Ask.Demanded(model)}; {parameters}";
        if (outcome.Length == 0)
        {
            Assert.Empty(Ask.Prepare(model, all).Warnings);
        }
        else if (outcome[0] == '~')
        {
            Assert.Equal(outcome[1..], Assert.Single(Ask.Prepare(model, all).Warnings).ErrorId);
        }
        else
        {
            Assert.Equal(outcome, Assert.Single(Ask.Refusal(model, all)).ErrorId);
        }
    }

    private static string With(string model, string parameter, string value) => $"{Ask.Demanded(model)}; {parameter}={value}";

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static void Arrives(PreparedRequest request, string parameter, string wireName, string value)
    {
        JsonNode sent = Ask.Field(request, wireName) ?? throw new Xunit.Sdk.XunitException($"{wireName} is not in {request.Canonical}");
        switch (value[0])
        {
            case '*' or '@' when sent is JsonArray links:
                Assert.Equal(value == "@" ? 1 : int.Parse(value[1..]), links.Count);
                break;
            case '@':
                Assert.Equal(Ask.Link, sent.GetValue<string>());
                break;
            case '#':
                Assert.Equal(int.Parse(value[1..]), sent.GetValue<string>().Length);
                break;
            case '*':
                Assert.Equal("*1", value);
                Assert.Equal(Ask.Link, sent.GetValue<string>());
                break;
            case 'r' when value.StartsWith("role:", StringComparison.Ordinal):
                Assert.Equal(value[5..].Split(','), sent.AsArray().Select(picture => picture!["role"]!.GetValue<string>()));
                break;
            case '[':
                Assert.True(JsonNode.DeepEquals(JsonNode.Parse(value), sent));
                break;
            default:
                JsonValueKind expected = s_numbers.Contains(parameter) ? JsonValueKind.Number
                    : value is "true" ? JsonValueKind.True
                    : value is "false" ? JsonValueKind.False
                    : JsonValueKind.String;
                JsonNode single = sent is JsonArray ? sent[0]! : sent;
                Assert.Equal(expected, single.GetValueKind());
                Assert.Equal(value, single.ToString());
                break;
        }
    }
}
