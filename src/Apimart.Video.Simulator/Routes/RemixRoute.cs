using Apimart.Video.Simulator.Checks;
using Apimart.Video.Simulator.Http;
using Apimart.Video.Simulator.Tasks;

namespace Apimart.Video.Simulator.Routes;

/// <summary><c>POST /v1/videos/{task_id}/remix</c>: lengthens a finished Veo 3.1 video (APIMart docs, 2026-05).</summary>
internal sealed class RemixRoute : IRoute
{
    private const string Prefix = "/v1/videos/";
    private const string Suffix = "/remix";

    /// <summary>From 8 seconds to 15.</summary>
    private const int AddedSeconds = 7;

    private readonly SubmitHandler _desk;
    private readonly SubmitChecker _checker;
    private readonly EarlierTaskCheck _earlier;

    internal RemixRoute(SubmitHandler desk, SubmitChecker checker, EarlierTaskCheck earlier)
    {
        _desk = desk;
        _checker = checker;
        _earlier = earlier;
    }

    public SimulatorRoute Kind => SimulatorRoute.Submit;

    public bool Takes(HttpRequest request) =>
        request.IsPost
        && request.Path.StartsWith(Prefix, StringComparison.Ordinal)
        && request.Path.EndsWith(Suffix, StringComparison.Ordinal)
        && request.Path.Length > Prefix.Length + Suffix.Length;

    public Task<HttpResponse> AnswerAsync(HttpRequest request, SimulatorFault? fault, CancellationToken cancellationToken) =>
        _desk.AnswerAsync(
            request,
            body =>
            {
                SimulatedTask original = _earlier.Finished(request.Path[Prefix.Length..^Suffix.Length]);
                CheckedSubmit submit = _checker.CheckRemix(body, original.Model);
                int kept = submit.Text("Raw") is { } raw && bool.TryParse(raw, out bool isRaw) && isRaw ? 0 : original.Film.Seconds;
                return submit with { Film = submit.Film with { Seconds = kept + AddedSeconds } };
            },
            cancellationToken);
}
