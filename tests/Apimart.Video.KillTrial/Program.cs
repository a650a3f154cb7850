using Apimart.Video.KillTrial;

using BatchWorker worker = new(WorkerOptions.Parse(args));
return await worker.RunAsync();
