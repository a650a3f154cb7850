using System.Globalization;

namespace Apimart.Video.Simulator.CommandLine;

/// <summary>The command line of the simulator, as it is read.</summary>
internal sealed record SimulatorArguments(SimulatorOptions Options, IReadOnlyList<SimulatorFault> Faults, bool Help)
{
    internal const string Usage = """
        Apimart.Video.Simulator: the APIMart video API on 127.0.0.1, for nothing.

          --port N               the API's port (any free one)
          --file-port N          the file host's port (any free one)
          --api-key KEY          the key that is taken (sk-simulator)
          --seed N               decides ids, durations and failures (1)
          --task-duration S      seconds a task takes on average (5)
          --spread P             how far durations lie from the average at most, 0 to 1 (0.3)
          --speed N              how many times faster tasks and links age (1)
          --failure-rate P       part of the tasks that fails, 0 to 1 (0); a prompt with [fail] always fails, with [refuse] by moderation
          --balance USD          the money on the account (no end of it)
          --rate-limit N         API requests a second (any number)
          --no-idempotency       take no notice of Idempotency-Key
          --link-lifetime S      seconds a file's link lives (86400)
          --fixed-links          give the same link at each look: an expired one stays expired
          --task-retention S     seconds a task is known (604800)
          --video-bytes N        size of each video file (as long and large as asked for)
          --submit-latency S     seconds a submit takes until it is accepted (0)
          --answer-latency S     seconds an accepted submit takes until it is answered (0)
          --read-latency S       seconds the other API requests take (0)
          --bill FILE            append each charge to a file, one line of JSON each
          --fault FAULT          misbehave, such as submit:reset-after-accept:2, look:status=503:10% or
                                 download:cut-body=1000; may be given several times
          --help                 show this
        """;

    /// <exception cref="FormatException">An argument is unknown, has no value, or a wrong one; the message says which.</exception>
    internal static SimulatorArguments Parse(IReadOnlyList<string> arguments)
    {
        SimulatorOptions options = new() { RecordRequests = false };
        List<SimulatorFault> faults = [];
        bool help = false;
        for (int i = 0; i < arguments.Count; i++)
        {
            string name = arguments[i];
            string Value() => ++i < arguments.Count ? arguments[i] : throw new FormatException($"{name} needs a value.");
            double Number() => ToNumber(name, Value());
            TimeSpan Seconds() => TimeSpan.FromSeconds(Number());
            int Whole() => (int)ToWhole(name, Value(), int.MaxValue);

            switch (name)
            {
                case "--port": options = options with { Port = Whole() }; break;
                case "--file-port": options = options with { FilePort = Whole() }; break;
                case "--api-key": options = options with { ApiKey = Value() }; break;
                case "--seed": options = options with { Seed = Whole() }; break;
                case "--task-duration": options = options with { TaskDuration = Seconds() }; break;
                case "--spread": options = options with { TaskDurationSpread = Number() }; break;
                case "--speed": options = options with { Speed = Number() }; break;
                case "--failure-rate": options = options with { FailureRate = Number() }; break;
                case "--balance": options = options with { Balance = (decimal)Number() }; break;
                case "--rate-limit": options = options with { RateLimit = Number() }; break;
                case "--no-idempotency": options = options with { Idempotency = false }; break;
                case "--link-lifetime": options = options with { LinkLifetime = Seconds() }; break;
                case "--fixed-links": options = options with { RenewLinks = false }; break;
                case "--task-retention": options = options with { TaskRetention = Seconds() }; break;
                case "--video-bytes": options = options with { VideoBytes = ToWhole(name, Value(), long.MaxValue) }; break;
                case "--submit-latency": options = options with { SubmitLatency = Seconds() }; break;
                case "--answer-latency": options = options with { AnswerLatency = Seconds() }; break;
                case "--read-latency": options = options with { ReadLatency = Seconds() }; break;
                case "--bill": options = options with { BillPath = Value() }; break;
                case "--fault": faults.Add(SimulatorFault.Parse(Value())); break;
                case "--help" or "-h" or "-?": help = true; break;
                default: throw new FormatException($"'{name}' is no option of the simulator.");
            }
        }

        return new SimulatorArguments(options, faults, help);
    }

    private static double ToNumber(string name, string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number <= 1e9
            ? number
            : throw new FormatException($"{name} takes a number, not '{text}'.");

    private static long ToWhole(string name, string text, long largest) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number <= largest
            ? number
            : throw new FormatException($"{name} takes a whole number, not '{text}'.");
}
