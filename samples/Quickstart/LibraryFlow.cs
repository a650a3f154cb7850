using System.Globalization;
using Apimart.Video.Api;
using Apimart.Video.Downloads;
using Apimart.Video.Models;
using Apimart.Video.Simulator;
using Apimart.Video.Tasks;

namespace Apimart.Video.Quickstart;

/// <summary>The main job with the engine alone: submit, wait, save.</summary>
internal static class LibraryFlow
{
    private static readonly string[] s_prompts = ["a red fox in snow", "a harbour at dawn", "rain on a tin roof"];

    internal static async Task RunAsync(string folder)
    {
        using SimulatorServer simulator = SimulatorServer.Start(new SimulatorOptions { TaskDuration = TimeSpan.FromSeconds(3) });
        using ApimartClient client = new(new ApimartClientOptions { ApiKey = simulator.ApiKey, BaseUri = simulator.BaseUri });
        ApimartTask[] submitted = await Task.WhenAll(s_prompts.Select(prompt => client.SubmitAsync(new VideoRequest
        {
            Model = "veo3.1-fast",
            Prompt = prompt,
            Parameters = new Dictionary<string, object?> { ["AspectRatio"] = "16:9" },
        })));

        using VideoSaver saver = new(
            new SaverConnection { BaseUri = simulator.BaseUri },
            client.GetTaskAsync,
            new SaveOptions { Directory = folder });
        await foreach (ApimartTask finished in client.WaitAsync(submitted))
        {
            foreach (SavedVideo video in await saver.SaveAsync(finished))
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{video.Path}  ({video.Length:n0} bytes, {finished.TaskId})"));
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"The simulator billed {simulator.Bill.Count} videos, ${simulator.Bill.Total}; nothing was paid."));
    }
}
