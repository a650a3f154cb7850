using Apimart.Video.Images;
using Apimart.Video.Models;
using Apimart.Video.Tasks;
using Apimart.Video.Text;

namespace Apimart.Video.Chains;

/// <summary>Makes requests that go on from a video which is not there yet, by the best way that their models have.</summary>
internal sealed class ChainRequests
{
    private readonly ModelCatalogue _catalogue;
    private readonly Uri? _server;

    internal ChainRequests(ModelCatalogue catalogue, Uri? server)
    {
        _catalogue = catalogue;
        _server = server;
    }

    /// <summary>The request, with a stand-in for the video that it goes on from.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="before">The request of the video that it goes on from.</param>
    /// <param name="id">The identity of that video; see <see cref="ChainId"/>.</param>
    /// <param name="label">How a message names it.</param>
    /// <exception cref="RequestRefusedException">The request breaks a rule, whichever way is gone, or there is no way.</exception>
    internal PreparedRequest Prepare(VideoRequest request, PreparedRequest before, string id, string label)
    {
        if (request.ContinueTask is { } task)
        {
            throw Refused(
                "InvalidCombination",
                task.TaskId,
                $"After and ContinueTask both say what the video goes on from: {label} and the task {task.TaskId}.",
                "Give one of them.");
        }

        _catalogue.TryFind(request.Model, out VideoModel? model);
        _catalogue.TryFind(before.Model, out VideoModel? former);
        RequestRefusedException? refused = null;
        if (model is { ContinuesVideo: true } && former?.Name == model.Name)
        {
            try
            {
                return Continue(request, model, id, label);
            }
            catch (RequestRefusedException wrong)
            {
                refused = wrong;
            }
        }

        if (model?.FirstFrame is { } field)
        {
            return Start(request, model, field, former?.LastFrameWish is not null && !Declines(before, former), id, label);
        }

        throw refused ?? Impossible(request, before);
    }

    private PreparedRequest Continue(VideoRequest request, VideoModel model, string id, string label)
    {
        string standIn = $"after_{id}";
        Dictionary<string, object?> parameters = new(request.Parameters, StringComparer.OrdinalIgnoreCase);
        if (model.Remix?.FindParameter("Raw") is { } raw && !parameters.Any(given => raw.IsNamed(given.Key)))
        {
            // A shot is the added part alone; with the video before it, a film would show that twice.
            parameters[raw.Name] = true;
        }

        ApimartTask stand = new() { TaskId = standIn, Model = model.Name };
        return _catalogue.Prepare(request.With(parameters, stand), _server)
            .Linked(new ChainLink(ChainWay.Continuation, standIn, $"<the task of {label}>", MayBeInline: false));
    }

    private PreparedRequest Start(VideoRequest request, VideoModel model, VideoModelParameter field, bool returned, string id, string label)
    {
        if (request.Parameters.FirstOrDefault(given => field.IsNamed(given.Key) && !ParameterValue.IsBlank(given.Value)) is { Key: not null } own)
        {
            throw Refused(
                "InvalidCombination",
                own.Value,
                $"After and {field.Name} both give the picture that the video starts from: the last frame of {label} and {ParameterValue.Show(own.Value)}.",
                $"Give one of them: leave After or {field.Name} blank.");
        }

        string standIn = $"https://{ImageFile.StandInHost}/after-{id}.png";
        Dictionary<string, object?> parameters = new(request.Parameters, StringComparer.OrdinalIgnoreCase)
        {
            [field.Name] = field.Type == ParameterType.ObjectArray
                ? new object[] { new Dictionary<string, object?> { ["url"] = standIn, ["role"] = "first_frame" } }
                : field.Type == ParameterType.String ? standIn : new[] { standIn },
        };
        if (model.FindParameter("GenerationType") is { Standing: Standing.Documented } type
            && type.SuggestedValues.Contains("frame")
            && !parameters.Any(given => type.IsNamed(given.Key)))
        {
            parameters[type.Name] = "frame";
        }

        return _catalogue.Prepare(request.With(parameters, continueTask: null), _server)
            .Linked(new ChainLink(returned ? ChainWay.ReturnedFrame : ChainWay.TakenFrame, standIn, $"<the last frame of {label}>", field.TakesDataUri));
    }

    /// <summary>A row that says itself that no last frame is to come is taken at its word.</summary>
    private static bool Declines(PreparedRequest before, VideoModel model) =>
        System.Text.Json.Nodes.JsonNode.Parse(before.Body.Span)?[model.LastFrameWish!.WireName]?.ToJsonString() is not (null or "true");

    private RequestRefusedException Impossible(VideoRequest request, PreparedRequest before) => Refused(
        "ChainNotPossible",
        request.Model,
        $"{request.Model} cannot go on from a video of {before.Model}: it continues {(_catalogue.TryFind(request.Model, out VideoModel? known) && known.ContinuesVideo ? "only videos of its own" : "none")}, and takes no picture of the first frame.",
        $"Choose a model that starts from a picture, such as {Sentence.Or(_catalogue.Models.Where(model => model.FirstFrame is not null).Select(model => model.Name).Take(4))}, or leave After blank.");

    private static RequestRefusedException Refused(string errorId, object? value, string message, string advice) =>
        new([new RequestProblem(errorId, "After", value, message, advice)]);
}
