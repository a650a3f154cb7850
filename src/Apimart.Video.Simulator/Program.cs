using Apimart.Video.Simulator.CommandLine;

return SimulatorRun.Run(args, Console.Out, Console.Error, SimulatorRun.WaitForSignal);
