using System.Globalization;
using Apimart.Video.Simulator;

using SimulatorServer simulator = SimulatorServer.Start(new SimulatorOptions { RecordRequests = false });
Console.WriteLine(simulator.BaseUri);
using ManualResetEventSlim stop = new();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Set();
};
stop.Wait();
Console.WriteLine(simulator.Bill.Total.ToString(CultureInfo.InvariantCulture));
