using Apimart.Video.Simulator;
using Apimart.Video.Simulator.CommandLine;

namespace Apimart.Video.Client.Tests.Simulator;

/// <summary>The simulator's own command.</summary>
public sealed class SimulatorCommandLineTests
{
    [Fact]
    public void It_says_how_to_reach_it_and_ends_with_the_bill()
    {
        using StringWriter output = new();

        int code = SimulatorRun.Run([], output, TextWriter.Null, () => { });

        Assert.Equal(0, code);
        Assert.Contains("Connect-Apimart -BaseUri http://127.0.0.1:", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("$env:APIMART_BASE_URL = 'http://127.0.0.1:", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("0 accepted, 0.000 USD", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port takes a whole number, not 'x'", "--port", "x")]
    [InlineData("--seed needs a value", "--seed")]
    [InlineData("'--bogus' is no option", "--bogus")]
    [InlineData("--speed takes a number, not '-1'", "--speed", "-1")]
    [InlineData("FailureRate has to be 0 to 1", "--failure-rate", "3")]
    [InlineData("Port has to be 0 to 65535", "--port", "70000")]
    [InlineData("'submit:boom' is no fault", "--fault", "submit:boom")]
    [InlineData("The bill cannot be written", "--bill", "/no/such/folder/bill")]
    public void A_wrong_option_is_named_and_nothing_is_started(string message, params string[] arguments)
    {
        using StringWriter errors = new();

        int code = SimulatorRun.Run(arguments, TextWriter.Null, errors, () => Assert.Fail("It ran."));

        Assert.Equal(2, code);
        Assert.Contains(message, errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Help_lists_the_options_and_starts_nothing()
    {
        using StringWriter output = new();

        int code = SimulatorRun.Run(["--help"], output, TextWriter.Null, () => Assert.Fail("It ran."));

        Assert.Equal(0, code);
        Assert.Contains("--task-duration", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_reach_the_simulator()
    {
        SimulatorArguments parsed = SimulatorArguments.Parse(
        [
            "--seed", "7", "--task-duration", "2.5", "--balance", "10", "--no-idempotency", "--fixed-links",
            "--video-bytes", "5000000000", "--fault", "look:garbage", "--fault", "submit:html",
        ]);

        Assert.Equal(
            new SimulatorOptions
            {
                Seed = 7,
                TaskDuration = TimeSpan.FromSeconds(2.5),
                Balance = 10,
                Idempotency = false,
                RenewLinks = false,
                VideoBytes = 5_000_000_000,
                RecordRequests = false,
            },
            parsed.Options);
        Assert.Equal([FaultKind.Garbage, FaultKind.HtmlPage], parsed.Faults.Select(fault => fault.Kind));
    }
}
