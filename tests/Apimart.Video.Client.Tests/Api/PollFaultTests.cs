using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Models;
using Apimart.Video.Simulator;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Api;

/// <summary>Each fault of a look at a real socket, as the page of errors tells it.</summary>
public sealed class PollFaultTests
{
    public static TheoryData<string, string, int> Documented
    {
        get
        {
            TheoryData<string, string, int> rows = [];
            foreach (string[] row in DocumentTable.Read("errors.md", "Fault of a look"))
            {
                rows.Add(row[0], row[1], int.Parse(row[2], System.Globalization.CultureInfo.InvariantCulture));
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Documented))]
    public async Task What_the_page_says_of_a_fault_is_what_happens(string fault, string outcome, int looks)
    {
        ImpatientTime time = new();
        using SimulatorServer simulator = SimulatorServer.Start(new SimulatorOptions { TaskDuration = TimeSpan.FromHours(1) });
        using ApimartClient client = new(new ApimartClientOptions
        {
            ApiKey = simulator.ApiKey,
            BaseUri = simulator.BaseUri,
            TimeProvider = time,
            ReadTimeout = TimeSpan.FromHours(1),
        });
        ApimartTask task = await client.SubmitAsync(new VideoRequest { Model = "sora-2", Prompt = "A fox" });
        simulator.Inject(fault);

        string seen;
        try
        {
            seen = (await client.GetTaskAsync(task.TaskId)).Status is ApimartTaskStatus.Submitted or ApimartTaskStatus.Processing ? "the task" : "another state";
        }
        catch (ApimartException broken)
        {
            seen = ApiWords.IdOf(broken);
        }

        Assert.Equal((outcome, looks), (seen, simulator.Requests.Looks));
    }
}
