using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using static System.FormattableString;

namespace Apimart.Video.Simulator.CommandLine;

/// <summary>One run of the simulator from a command line: it says how to reach it, and at the end what it billed.</summary>
internal static class SimulatorRun
{
    private const int Done = 0;
    private const int WrongUse = 2;
    private const int LongestPrompt = 60;

    internal static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors, Action waitForEnd)
    {
        try
        {
            SimulatorArguments parsed = SimulatorArguments.Parse(arguments);
            if (parsed.Help)
            {
                output.WriteLine(SimulatorArguments.Usage);
                return Done;
            }

            using SimulatorServer simulator = SimulatorServer.Start(parsed.Options);
            foreach (SimulatorFault fault in parsed.Faults)
            {
                simulator.Inject(fault);
            }

            Greet(simulator, output);
            waitForEnd();
            Settle(simulator, output);
            return Done;
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException)
        {
            errors.WriteLine($"{wrong.Message} --help lists the options.");
            return WrongUse;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"The bill cannot be written: {unwritable.Message}");
            return WrongUse;
        }
        catch (SocketException taken)
        {
            errors.WriteLine($"The port cannot be used: {taken.Message}. Choose another with --port, or leave it to the system.");
            return WrongUse;
        }
    }

    /// <summary>Returns at Ctrl+C, or when the system asks the process to end.</summary>
    internal static void WaitForSignal()
    {
        using ManualResetEventSlim ended = new();
        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            ended.Set();
        }

        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        ended.Wait();
    }

    private static void Greet(SimulatorServer simulator, TextWriter output)
    {
        string address = simulator.BaseUri.GetLeftPart(UriPartial.Authority);
        output.WriteLine(Invariant($"The simulated APIMart API listens at {address}; nothing here costs money."));
        output.WriteLine();
        output.WriteLine("In PowerShell:");
        output.WriteLine(Invariant($"  Connect-Apimart -BaseUri {address} -ApiKey {simulator.ApiKey}"));
        output.WriteLine("or, for this session and its children:");
        output.WriteLine(Invariant($"  $env:APIMART_BASE_URL = '{address}'; $env:APIMART_API_KEY = '{simulator.ApiKey}'"));
        output.WriteLine("Ctrl+C ends it and shows the bill.");
        output.Flush();
    }

    private static void Settle(SimulatorServer simulator, TextWriter output)
    {
        output.WriteLine();
        foreach (SimulatorCharge charge in simulator.Bill)
        {
            string prompt = charge.Prompt.ReplaceLineEndings(" ");
            prompt = prompt.Length <= LongestPrompt ? prompt : prompt[..LongestPrompt] + "…";
            string amount = (charge.Cost ?? charge.Amount).ToString("0.000", CultureInfo.InvariantCulture);
            string state = charge.Cost switch { null => "running", 0 => "failed", _ => "done" };
            output.WriteLine(Invariant($"{charge.TaskId}  {amount,8} USD  {state,-7}  {charge.Model}  {prompt}"));
        }

        output.WriteLine(Invariant($"{simulator.Bill.Count} accepted, {simulator.Bill.Total:0.000} USD in all, none of it real."));
    }
}
