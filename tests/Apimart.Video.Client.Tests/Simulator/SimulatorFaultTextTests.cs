using Apimart.Video.Simulator;
using Apimart.Video.Simulator.Faults;

namespace Apimart.Video.Client.Tests.Simulator;

/// <summary>Faults as a user writes them.</summary>
public sealed class SimulatorFaultTextTests
{
    public static TheoryData<string, SimulatorFault> Faults => new()
    {
        { "submit:reset-after-accept:2", new() { Route = SimulatorRoute.Submit, Kind = FaultKind.ResetAfterAccept, Count = 2 } },
        { "look:status=503:3", new() { Route = SimulatorRoute.Look, Kind = FaultKind.Status, StatusCode = 503, Count = 3 } },
        { "download:cut-body=1000", new() { Route = SimulatorRoute.Download, Kind = FaultKind.CutBody, Bytes = 1000 } },
        { "look:status=500:10%", new() { Route = SimulatorRoute.Look, Kind = FaultKind.Status, StatusCode = 500, Probability = 0.1, Count = int.MaxValue } },
        { "ANY:Garbage:always", new() { Route = SimulatorRoute.Any, Kind = FaultKind.Garbage, Count = int.MaxValue } },
        { "any:slow=5:after=2:match=fox", new() { Kind = FaultKind.Slow, Bytes = 5, After = 2, Match = "fox" } },
        { "download:redirect=http://127.0.0.1:80/a:2", new() { Route = SimulatorRoute.Download, Kind = FaultKind.Redirect, Location = "http://127.0.0.1:80/a", Count = 2 } },
        { "submit:status=409:code=idempotency_in_progress:retry-after=1", new() { Route = SimulatorRoute.Submit, Kind = FaultKind.Status, StatusCode = 409, ApiCode = "idempotency_in_progress", RetryAfter = "1" } },
    };

    [Fact]
    public void Every_kind_of_fault_is_suggested() => Assert.Equal(
        Enum.GetValues<FaultKind>(),
        SimulatorFault.Suggest("any:").Select(suggested => SimulatorFault.Parse(suggested.Text).Kind).Distinct().Order());

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_read_from_its_text(string text, SimulatorFault fault) =>
        Assert.Equal(fault, SimulatorFault.Parse(text));

    [Theory]
    [InlineData("", "submit, look, download")]
    [InlineData("reset", "submit, look, download")]
    [InlineData("nowhere:reset", "submit, look, download")]
    [InlineData("submit:explode", "reset-after-accept")]
    [InlineData("submit:status=abc", "'abc' is not a number")]
    [InlineData("submit:status=99", "200 to 599")]
    [InlineData("submit:garbage:101%", "'101%'")]
    [InlineData("submit:garbage:after=x", "'x' is not a number")]
    [InlineData("submit:garbage:code", "'code' needs a value")]
    [InlineData("download:redirect", "needs an address")]
    public void A_text_that_is_no_fault_is_told_what_is_possible(string text, string hint) =>
        Assert.Contains(hint, Assert.Throws<FormatException>(() => SimulatorFault.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_kind_has_a_word() =>
        Assert.Equal(Enum.GetValues<FaultKind>().Length, FaultText.Kinds.Count);
}
