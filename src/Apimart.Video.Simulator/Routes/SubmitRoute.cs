using Apimart.Video.Simulator.Checks;
using Apimart.Video.Simulator.Http;

namespace Apimart.Video.Simulator.Routes;

/// <summary><c>POST /v1/videos/generations</c>.</summary>
internal sealed class SubmitRoute : IRoute
{
    private readonly SubmitHandler _desk;
    private readonly SubmitChecker _checker;
    private readonly EarlierTaskCheck _earlier;

    internal SubmitRoute(SubmitHandler desk, SubmitChecker checker, EarlierTaskCheck earlier)
    {
        _desk = desk;
        _checker = checker;
        _earlier = earlier;
    }

    public SimulatorRoute Kind => SimulatorRoute.Submit;

    public bool Takes(HttpRequest request) => request.IsPost && request.Path == "/v1/videos/generations";

    public Task<HttpResponse> AnswerAsync(HttpRequest request, SimulatorFault? fault, CancellationToken cancellationToken) =>
        _desk.AnswerAsync(
            request,
            body =>
            {
                CheckedSubmit submit = _checker.Check(body);
                _earlier.CheckFields(submit);
                return submit;
            },
            cancellationToken);
}
