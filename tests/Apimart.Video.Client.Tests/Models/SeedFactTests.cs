using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Apimart.Video.Client.Tests.Simulator;
using Apimart.Video.Models;
using Apimart.Video.Simulator;
using Apimart.Video.Tasks;
using Apimart.Video.Text;

namespace Apimart.Video.Client.Tests.Models;

/// <summary>
/// Each sentence of the user's own documents that states a fact, in its words, and what holds it. "takes", "refuses" and "warns"
/// ask the catalogue and the simulator, "client" and "server" one of them; "held" names the test that does it elsewhere.
/// </summary>
public sealed class SeedFactTests
{
    private const string Grok = "grok-imagine-1.0-video-apimart";
    private const string Sora = "sora-2";
    private const string Veo = "veo3.1-fast";
    private const string Omni = "Omni-Flash-Ext";

    private static readonly (string Model, string Sentence, string Probe)[] s_facts =
    [
        (Grok, "https://api.apimart.ai/v1/videos/generations", "takes {}"),
        (Grok, "Authorization: Bearer <token>", "held SubmitEnvelopeTests.A_submit_carries_the_key_as_a_bearer_token_an_idempotency_key_and_bare_numbers"),
        (Grok, "\"size\": \"16:9\", \"duration\": 6, \"quality\": \"720p\"", "takes {\"size\":\"16:9\",\"duration\":6,\"quality\":\"720p\"}"),
        (Grok, "\"data\": { \"id\", \"status\": \"submitted\", \"progress\": 0, \"created\", \"type\": \"video\" }", "answers id status progress created type"),
        (Grok, "prompt, string, required", "refuses {\"prompt\":\"\"} invalid_request_error"),
        (Grok, "prompt, string, required", "refuses {\"prompt\":null} invalid_request_error"),
        (Grok, "Video content description, supports multiple languages", "takes {\"prompt\":\"ein Fuchs 狐 लोमड़ी\"}"),
        (Grok, "size, default:\"16:9\"", "default size 16:9"),
        (Grok, "16:9 - Landscape (default), 9:16 - Portrait, 1:1 - Square, 3:2 - Landscape, 2:3 - Portrait", "takes {\"size\":\"16:9\"}"),
        (Grok, "16:9 - Landscape (default), 9:16 - Portrait, 1:1 - Square, 3:2 - Landscape, 2:3 - Portrait", "takes {\"size\":\"9:16\"}"),
        (Grok, "16:9 - Landscape (default), 9:16 - Portrait, 1:1 - Square, 3:2 - Landscape, 2:3 - Portrait", "takes {\"size\":\"1:1\"}"),
        (Grok, "16:9 - Landscape (default), 9:16 - Portrait, 1:1 - Square, 3:2 - Landscape, 2:3 - Portrait", "takes {\"size\":\"3:2\"}"),
        (Grok, "16:9 - Landscape (default), 9:16 - Portrait, 1:1 - Square, 3:2 - Landscape, 2:3 - Portrait", "takes {\"size\":\"2:3\"}"),
        (Grok, "16:9 - Landscape (default), 9:16 - Portrait, 1:1 - Square, 3:2 - Landscape, 2:3 - Portrait", "refuses {\"size\":\"4:3\"} invalid_request_error"),
        (Grok, "duration, integer, default:6", "default duration 6"),
        (Grok, "duration, integer, default:6", "refuses {\"duration\":6.5} invalid_request_error"),
        (Grok, "Range: 6-30 (minimum 6 seconds, maximum 30 seconds)", "takes {\"duration\":6}"),
        (Grok, "Range: 6-30 (minimum 6 seconds, maximum 30 seconds)", "takes {\"duration\":30}"),
        (Grok, "Range: 6-30 (minimum 6 seconds, maximum 30 seconds)", "refuses {\"duration\":5} invalid_request_error"),
        (Grok, "Range: 6-30 (minimum 6 seconds, maximum 30 seconds)", "refuses {\"duration\":31} invalid_request_error"),
        (Grok, "Must be a plain number (e.g. 6), do not add quotes, otherwise an error will occur", "server refuses {\"duration\":\"6\"} invalid_request_error"),
        (Grok, "quality, default:\"480p\"", "default quality 480p"),
        (Grok, "480p - Standard definition (default), 720p - High definition", "takes {\"quality\":\"480p\"}"),
        (Grok, "480p - Standard definition (default), 720p - High definition", "takes {\"quality\":\"720p\"}"),
        (Grok, "480p - Standard definition (default), 720p - High definition", "refuses {\"quality\":\"1080p\"} invalid_request_error"),
        (Grok, "Reference image URL array for image-to-video mode", "takes {\"image_urls\":[\"https://example.com/start.png\"],\"size\":\"16:9\",\"duration\":10,\"quality\":\"720p\"}"),
        (Grok, "(de) Maximal 7 Bilder", "takes {\"image_urls\":[7]}"),
        (Grok, "(de) Maximal 7 Bilder", "refuses {\"image_urls\":[8]} invalid_request_error"),
        (Grok, "(de) Müssen öffentlich zugängliche URLs sein", "client refuses {\"image_urls\":[\"http://192.168.1.5/a.png\"]}"),
        (Grok, "(de) Müssen öffentlich zugängliche URLs sein", "refuses {\"image_urls\":[\"picture.png\"]} invalid_request_error"),
        (Grok, "(de) Base64-Format wird nicht unterstützt", "refuses {\"image_urls\":[\"data:image/png;base64,iVBORw0KGgo=\"]} invalid_request_error"),
        (Grok, "the aspect ratio will automatically match the reference image", "says AspectRatio with a picture the video takes the picture's shape"),
        (Grok, "an id (i.e. task_id) will be returned", "answers id"),
        (Sora, "\"duration\": 5, \"aspect_ratio\": \"16:9\", \"image_urls\": [...]", "server takes {\"duration\":5,\"aspect_ratio\":\"16:9\",\"image_urls\":[\"https://example.com/image.png\"]}"),
        (Sora, "\"duration\": 5, \"aspect_ratio\": \"16:9\", \"image_urls\": [...]", "warns {\"duration\":5}"),
        (Sora, "\"data\": [ { \"status\": \"submitted\", \"task_id\" } ]", "answers 0.status 0.task_id"),
        (Sora, "prompt, string, required", "refuses {\"prompt\":\"\"} invalid_request_error"),
        (Sora, "duration, integer, Video duration in seconds", "refuses {\"duration\":\"a while\"} invalid_request_error"),
        (Sora, "duration, integer, Video duration in seconds", "takes {\"duration\":8}"),
        (Sora, "16:9 (Landscape), 9:16 (Portrait)", "takes {\"aspect_ratio\":\"16:9\"}"),
        (Sora, "16:9 (Landscape), 9:16 (Portrait)", "takes {\"aspect_ratio\":\"9:16\"}"),
        (Sora, "16:9 (Landscape), 9:16 (Portrait)", "refuses {\"aspect_ratio\":\"1:1\"} invalid_request_error"),
        (Sora, "Supports publicly accessible image URLs (http:// or https://)", "takes {\"image_urls\":[\"http://example.com/a.png\"]}"),
        (Sora, "Supports publicly accessible image URLs (http:// or https://)", "refuses {\"image_urls\":[\"ftp://example.com/a.png\"]} invalid_request_error"),
        (Sora, "Supports publicly accessible image URLs (http:// or https://)", "client refuses {\"image_urls\":[\"http://localhost/a.png\"]}"),
        (Sora, "Maximum file size: 10MB", "held WhatIsToldTests.A_picture_on_the_disk_is_measured"),
        (Sora, "Supported formats: .jpeg, .jpg, .png, .webp", "takes {\"image_urls\":[\"https://example.com/a.jpeg\",\"https://example.com/a.jpg\",\"https://example.com/a.png\",\"https://example.com/a.webp\"]}"),
        (Sora, "Supported formats: .jpeg, .jpg, .png, .webp", "refuses {\"image_urls\":[\"https://example.com/a.gif\"]} invalid_request_error"),
        (Sora, "progress: Task completion progress percentage (0-100)", "held SimulatorTaskTests.A_task_is_submitted_then_processing_with_growing_progress_then_completed"),
        (Sora, "pending, processing, completed, failed", "states pending processing completed failed"),
        (Veo, "\"model\": \"veo3.1-fast\", \"duration\": 8, \"aspect_ratio\": \"16:9\", \"image_urls\": [...]", "takes {\"duration\":8,\"aspect_ratio\":\"16:9\",\"image_urls\":[\"https://cdn.apimart.ai/doc/9998238783208208-image_task_01K88B53MTK41PP5KGDTG2PA5P_0.png\"]}"),
        (Veo, "\"data\": [ { \"status\": \"submitted\", \"task_id\" } ]", "answers 0.status 0.task_id"),
        (Veo, "veo3.1-fast, veo3.1-quality", "takes {\"model\":\"veo3.1-quality\"}"),
        (Veo, "veo3.1-fast, veo3.1-quality", "server refuses {\"model\":\"veo3.1\"} invalid_request_error"),
        (Veo, "prompt, string, required", "refuses {\"prompt\":\"\"} invalid_request_error"),
        (Veo, "Fixed value: 8 (VEO3 only supports 8 seconds duration)", "takes {\"duration\":8}"),
        (Veo, "Fixed value: 8 (VEO3 only supports 8 seconds duration)", "refuses {\"duration\":4} invalid_request_error"),
        (Veo, "Fixed value: 8 (VEO3 only supports 8 seconds duration)", "refuses {\"duration\":7} invalid_request_error"),
        (Veo, "Fixed value: 8 (VEO3 only supports 8 seconds duration)", "refuses {\"duration\":9} invalid_request_error"),
        (Veo, "16:9 (Landscape), 9:16 (Portrait)", "takes {\"aspect_ratio\":\"9:16\"}"),
        (Veo, "16:9 (Landscape), 9:16 (Portrait)", "refuses {\"aspect_ratio\":\"1:1\"} invalid_request_error"),
        (Veo, "Array of reference image URLs", "takes {\"image_urls\":[3]}"),
        (Veo, "Array of reference image URLs", "server refuses {\"image_urls\":\"https://example.com/a.png\"} invalid_request_error"),
        (Omni, "\"duration\": 10, \"resolution\": \"1080p\", \"aspect_ratio\": \"9:16\"", "takes {\"duration\":10,\"resolution\":\"1080p\",\"aspect_ratio\":\"9:16\"}"),
        (Omni, "\"data\": [ { \"status\": \"submitted\", \"task_id\" } ]", "answers 0.status 0.task_id"),
        (Omni, "Must be Omni-Flash-Ext", "server refuses {\"model\":\"omni-flash-ext\"} invalid_request_error"),
        (Omni, "prompt is empty: invalid_request_error", "refuses {\"prompt\":\" \"} invalid_request_error"),
        (Omni, "duration, default:\"6\"", "default duration 6"),
        (Omni, "Supported values: 4, 6, 8, 10", "takes {\"duration\":4}"),
        (Omni, "Supported values: 4, 6, 8, 10", "takes {\"duration\":6}"),
        (Omni, "Supported values: 4, 6, 8, 10", "takes {\"duration\":8}"),
        (Omni, "Supported values: 4, 6, 8, 10", "takes {\"duration\":10}"),
        (Omni, "Other values such as 5 or 7 will return an invalid_duration error", "refuses {\"duration\":5} invalid_duration"),
        (Omni, "Other values such as 5 or 7 will return an invalid_duration error", "refuses {\"duration\":7} invalid_duration"),
        (Omni, "resolution, default:\"720p\"", "default resolution 720p"),
        (Omni, "Values are case-insensitive. 720p, 1080p, 4k", "takes {\"resolution\":\"720p\"}"),
        (Omni, "Values are case-insensitive. 720p, 1080p, 4k", "takes {\"resolution\":\"1080P\"}"),
        (Omni, "Values are case-insensitive. 720p, 1080p, 4k", "takes {\"resolution\":\"4K\"}"),
        (Omni, "Other resolutions will return an invalid_resolution error", "refuses {\"resolution\":\"480p\"} invalid_resolution"),
        (Omni, "aspect_ratio, Default: 16:9", "default aspect_ratio 16:9"),
        (Omni, "Common values: 16:9, 9:16", "takes {\"aspect_ratio\":\"16:9\"}"),
        (Omni, "Common values: 16:9, 9:16", "takes {\"aspect_ratio\":\"9:16\"}"),
        (Omni, "Common values: 16:9, 9:16", "warns {\"aspect_ratio\":\"1:1\"}"),
        (Omni, "size: Compatibility field. It has the same meaning as aspect_ratio", "takes {\"size\":\"9:16\"}"),
        (Omni, "If both are provided, keep them consistent", "server takes {\"size\":\"9:16\",\"aspect_ratio\":\"9:16\"}"),
        (Omni, "If both are provided, keep them consistent", "server refuses {\"size\":\"9:16\",\"aspect_ratio\":\"16:9\"} invalid_request_error"),
        (Omni, "Omitted or empty array: Text-to-Video", "takes {\"image_urls\":[]}"),
        (Omni, "1 image: single-image Image-to-Video", "takes {\"image_urls\":[1]}"),
        (Omni, "3 images: reference image fusion", "takes {\"image_urls\":[3]}"),
        (Omni, "Base64 images in the data:image/...;base64,... format are also supported", "takes {\"image_urls\":[\"data:image/png;base64,iVBORw0KGgo=\"]}"),
        (Omni, "Passing 2 images returns an unsupported_image_count error", "refuses {\"image_urls\":[2]} unsupported_image_count"),
        (Omni, "4 or more images have not been fully verified and are not recommended", "warns {\"image_urls\":[4]}"),
        (Omni, "\"status\": \"completed\", \"progress\": 100, \"created\", \"completed\", \"actual_time\", \"estimated_time\", \"cost\", result.videos[].url[], expires_at", "held TaskAnswerTests.A_completed_task_is_read_as_the_document_shows_it"),
        (Omni, "\"status\": \"failed\", \"progress\": 100, \"cost\": 0, \"error\": { \"message\", \"code\": \"task_failed\" }", "held SimulatorTaskTests.A_failed_task_is_a_200_with_progress_100_and_costs_nothing"),
        (Omni, "\"cost\": 0.4 for 10 seconds at 1080p", "costs {\"duration\":10,\"resolution\":\"1080p\"} 0.4"),
        (Omni, "waiting 5-10 seconds before the first query, then polling every 5-10 seconds", "held TimingTests.A_document_says_when_to_poll_first"),
        (Omni, "A single task usually completes in about 3-5 minutes", "held TimingTests.What_a_document_says_of_a_model_moves_the_polls_there"),
        (Omni, "401 authentication_error, Invalid token", "status 401 authentication_error"),
        (Omni, "402 payment_required, Insufficient balance", "status 402 payment_required"),
        (Omni, "429 rate_limit_error, Rate limit exceeded", "status 429 rate_limit_error"),
        (Omni, "Common causes include temporary upstream quota exhaustion, content moderation failure, or upstream timeout", "held SimulatorDocumentTests.A_failure_is_told_in_the_language_that_is_asked_for"),
        (Omni, "JSON format is invalid: invalid_request_error", "raw {\"model\" invalid_request_error"),
    ];

    [Fact]
    public async Task Every_sentence_that_states_a_fact_is_held()
    {
        await using SimulatorProbe probe = new();
        foreach ((string model, string sentence, string what) in s_facts)
        {
            string? broken = await Break(probe, model, what);
            Assert.True(broken is null, $"{model}: {sentence}: {what}: {broken}");
        }
    }

    private static async Task<string?> Break(SimulatorProbe probe, string model, string what)
    {
        string word = what.Split(' ')[0];
        string rest = what[word.Length..].TrimStart();
        switch (word)
        {
            case "held":
                string[] name = rest.Split('.');
                return typeof(SeedFactTests).Assembly.GetTypes().Any(type => type.Name == name[0] && type.GetMethod(name[1]) is not null) ? null : "no such test";
            case "default":
                ModelCatalogue.Default.TryFind(model, out VideoModel? known);
                VideoModelParameter field = known!.FindParameter(rest.Split(' ')[0])!;
                return field.Default == rest.Split(' ')[1] && field.Standing == Standing.Seed ? null : $"it is {field.Default}";
            case "says":
                ModelCatalogue.Default.TryFind(model, out VideoModel? described);
                string parameter = rest.Split(' ')[0];
                return described!.FindParameter(parameter)!.Description.Contains(rest[(parameter.Length + 1)..], StringComparison.Ordinal) ? null : "it does not";
            case "states":
                return rest.Split(' ').FirstOrDefault(state => StatusWords.Parse(state) is null);
            case "answers":
                JsonElement data = (await SimulatorProbe.Json(await probe.Post(Body(model, new JsonObject()).ToJsonString()))).GetProperty("data");
                JsonElement entry = rest.StartsWith("0.", StringComparison.Ordinal) ? data[0] : data;
                return rest.Split(' ').FirstOrDefault(member => !entry.TryGetProperty(member.Replace("0.", string.Empty, StringComparison.Ordinal), out _));
            case "raw":
                return await Server(probe, "{\"model\"", refused: rest.Split(' ')[^1]);
            case "status":
                return await Status(rest);
            case "costs":
                await probe.Post(Body(model, Fields(rest)).ToJsonString());
                string amount = rest.Split(' ')[^1];
                return probe.Server.Bill.Last().Amount == decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture) ? null : $"it is {probe.Server.Bill.Last().Amount}";
            case "client" or "server":
                return await Both(probe, model, rest, client: word == "client", server: word == "server");
            default:
                return await Both(probe, model, what, client: true, server: true);
        }
    }

    private static async Task<string?> Both(SimulatorProbe probe, string model, string what, bool client, bool server)
    {
        string word = what.Split(' ')[0];
        JsonObject body = Body(model, Fields(what));
        string? told = client ? Client(model, body, word) : null;
        return told ?? (server ? await Server(probe, body.ToJsonString(), word == "refuses" ? what.Split(' ')[^1] : null) : null);
    }

    private static string? Client(string model, JsonObject body, string word)
    {
        string prompt = body["prompt"]?.GetValue<string>() ?? string.Empty;
        Dictionary<string, object?> given = body
            .Where(field => field.Key is not ("model" or "prompt"))
            .ToDictionary(field => field.Key, field => Plain(field.Value));
        try
        {
            PreparedRequest request = ModelCatalogue.Default.Prepare(new VideoRequest
            {
                Model = body["model"]!.GetValue<string>(),
                Prompt = prompt,
                Parameters = given,
            });
            string outcome = request.Warnings.IsEmpty ? "takes" : "warns";
            return outcome == word ? null : $"the client {outcome}";
        }
        catch (RequestRefusedException refused)
        {
            return word == "refuses" ? null : refused.Message;
        }
    }

    private static async Task<string?> Server(SimulatorProbe probe, string body, string? refused)
    {
        int billed = probe.Server.Bill.Count;
        HttpResponseMessage answer = await probe.Post(body);
        string text = await answer.Content.ReadAsStringAsync();
        return refused is null
            ? (answer.StatusCode == HttpStatusCode.OK && probe.Server.Bill.Count == billed + 1 ? null : text)
            : answer.StatusCode == HttpStatusCode.BadRequest
                && JsonDocument.Parse(text).RootElement.GetProperty("error").GetProperty("type").GetString() == refused
                && probe.Server.Bill.Count == billed ? null : text;
    }

    private static async Task<string?> Status(string what)
    {
        int status = int.Parse(what.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        await using SimulatorProbe probe = new(status == 402 ? new SimulatorOptions { Balance = 0 } : new SimulatorOptions());
        if (status == 429)
        {
            probe.Server.Inject("submit:status=429");
        }

        HttpResponseMessage answer = await probe.Post(key: status == 401 ? "sk-wrong" : null);
        string text = await answer.Content.ReadAsStringAsync();
        return (int)answer.StatusCode == status && text.Contains(what.Split(' ')[1], StringComparison.Ordinal) ? null : text;
    }

    private static JsonObject Body(string model, JsonObject fields)
    {
        JsonObject body = new() { ["model"] = model, ["prompt"] = "a red fox" };
        foreach ((string name, JsonNode? value) in fields)
        {
            // A list that holds a number stands for as many links.
            body[name] = value is JsonArray { Count: 1 } list && list[0] is JsonValue number && number.TryGetValue(out int count)
                ? new JsonArray([.. Enumerable.Range(1, count).Select(n => (JsonNode)$"https://example.com/{n}.png")])
                : value?.DeepClone();
        }

        return body;
    }

    private static JsonObject Fields(string what) =>
        JsonNode.Parse(what[what.IndexOf('{', StringComparison.Ordinal)..(what.LastIndexOf('}') + 1)])!.AsObject();

    private static object? Plain(JsonNode? node) => node switch
    {
        JsonArray list => list.Select(item => item!.ToString()).ToArray(),
        _ => node?.ToString(),
    };
}
