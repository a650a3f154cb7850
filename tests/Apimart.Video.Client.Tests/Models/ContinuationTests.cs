using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Simulator;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Models;

public sealed class ContinuationTests : IAsyncDisposable
{
    private static readonly ApimartTask s_done = new() { TaskId = "task_0123456789", Status = ApimartTaskStatus.Completed };

    private readonly TempFolder _folder = new();
    private readonly ManualTime _clock = new();
    private readonly SimulatorServer _simulator;

    public ContinuationTests()
    {
        _simulator = SimulatorServer.Start(new SimulatorOptions { TimeProvider = _clock });
    }

    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("veo3.1-fast", "v1/videos/task_0123456789/remix", null)]
    [InlineData("veo3.1-quality", "v1/videos/task_0123456789/remix", null)]
    [InlineData("veo3.1-lite", "v1/videos/task_0123456789/remix", null)]
    [InlineData("gemini-omni-1.1-flash", "v1/videos/generations", "extend_from_task_id")]
    [InlineData("gemini-omni-flash-preview", "v1/videos/generations", "extend_from_task_id")]
    [InlineData("pixverse-v6", "v1/videos/generations", "extend_from_task_id")]
    [InlineData("flux-3-video", "v1/videos/generations", "draft_from_task_id")]
    [InlineData("MiniMax-H3-Regeneration", "v1/videos/generations", "source_task_id")]
    [InlineData("seedance-2.5", "v1/videos/generations", "draft_task_id")]
    public void Each_model_goes_on_in_its_own_way(string model, string route, string? field)
    {
        PreparedRequest request = Prepare(model, s_done, prompt: model == "MiniMax-H3-Regeneration" ? "" : "and it runs");

        Assert.Equal(route, request.Route);
        Assert.Equal(field is null ? null : s_done.TaskId, field is null ? null : Ask.Field(request, field)!.GetValue<string>());
        Assert.Equal(field is null, !request.Canonical.Contains(s_done.TaskId, StringComparison.Ordinal));
        Assert.Empty(request.Warnings);
    }

    [Theory]
    [InlineData("veo3.1-fast-ext")]
    [InlineData("veo3.1-quality-official")]
    public void Where_no_document_says_that_it_is_possible_there_is_a_warning(string model) =>
        Assert.Equal("UncertainContinuation", Assert.Single(Prepare(model, s_done).Warnings).ErrorId);

    [Fact]
    public void Another_model_refuses_and_names_those_that_can()
    {
        RequestProblem problem = Refusal("sora-2", s_done);

        Assert.Equal("ContinuationNotSupported", problem.ErrorId);
        Assert.Contains("veo3.1-fast", problem.Message, StringComparison.Ordinal);
        Assert.Contains("pixverse-v6", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ApimartTaskStatus.Failed)]
    [InlineData(ApimartTaskStatus.Cancelled)]
    public void A_task_without_a_video_is_refused(ApimartTaskStatus status) =>
        Assert.Equal("InvalidContinueTask", Refusal("veo3.1-fast", s_done with { Status = status }).ErrorId);

    [Fact]
    public void A_task_that_was_never_known_is_refused() =>
        Assert.Equal("InvalidContinueTask", Refusal("veo3.1-fast", s_done with { TaskId = "" }).ErrorId);

    [Fact]
    public void A_remix_needs_the_model_of_the_original()
    {
        Assert.Equal("InvalidContinueTask", Refusal("veo3.1-fast", s_done with { Model = "veo3.1-quality" }).ErrorId);
        Assert.Empty(Prepare("veo3.1-fast", s_done with { Model = "veo3.1-fast" }).Warnings);
    }

    [Theory]
    [InlineData("Duration", "8", "UnsupportedParameter")]
    [InlineData("ImageUrl", "https://example.com/a.png", "UnsupportedParameter")]
    [InlineData("AspectRatio", "1:1", "InvalidAspectRatio")]
    [InlineData("Resolution", "480p", "InvalidResolution")]
    public void A_remix_takes_only_its_own_fields(string parameter, string value, string errorId) =>
        Assert.Equal(errorId, Refusal("veo3.1-fast", s_done, new() { [parameter] = value }).ErrorId);

    [Fact]
    public void A_remix_takes_raw_and_a_fresh_video_does_not()
    {
        Dictionary<string, object?> raw = new() { ["Raw"] = true, ["Resolution"] = "1080p" };

        Assert.Equal(
            """{"model":"veo3.1-fast","prompt":"and it runs","raw":true,"resolution":"1080p"}""",
            Prepare("veo3.1-fast", s_done, raw).Canonical);
        Assert.Equal("UnsupportedParameter", Refusal("veo3.1-fast", null, new() { ["Raw"] = true }).ErrorId);
    }

    [Fact]
    public void The_task_cannot_be_named_twice() =>
        Assert.Equal("InvalidCombination", Refusal("pixverse-v6", s_done, new() { ["ExtendTaskId"] = "task_9" }).ErrorId);

    [Fact]
    public void Two_tasks_continued_alike_are_two_rows() =>
        Assert.NotEqual(Prepare("veo3.1-fast", s_done).Identity, Prepare("veo3.1-fast", s_done with { TaskId = "task_9876543210" }).Identity);

    [Fact]
    public async Task A_remix_whose_outcome_is_unknown_is_sent_again_to_the_same_place()
    {
        ApimartTask original = await MakeAsync();
        _simulator.Inject("submit:reset-after-accept");
        PreparedRequest remix = Prepare("veo3.1-fast", original);
        await Assert.ThrowsAsync<ApimartException>(() => SubmitAsync(remix));

        ApimartTask task = await SubmitAsync(remix, retryUnknown: true);

        SimulatorRequest[] sent = [.. _simulator.Requests.Where(request => request.Path.EndsWith("/remix", StringComparison.Ordinal))];
        Assert.Equal(2, sent.Length);
        Assert.Equal($"/v1/videos/{original.TaskId}/remix", sent[1].Path);
        Assert.Equal(task.TaskId, _simulator.Bill.Last().TaskId);
        Assert.Equal(2, _simulator.Bill.Count);
    }

    [Theory]
    [InlineData("veo3.1-fast")]
    [InlineData("pixverse-v6")]
    public async Task The_simulator_goes_on_only_from_a_finished_task_of_its_own(string model)
    {
        ApimartTask running = await SubmitAsync(Prepare("veo3.1-fast", task: null));

        foreach (string id in (string[])[running.TaskId, s_done.TaskId])
        {
            ApimartException fault = await Assert.ThrowsAsync<ApimartException>(() => SubmitAsync(Prepare(model, s_done with { TaskId = id })));
            Assert.Equal(ApimartErrorKind.InvalidRequest, fault.Kind);
        }

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.NotEmpty((await SubmitAsync(Prepare(model, running))).TaskId);
    }

    [Fact]
    public async Task The_simulator_remixes_with_the_model_of_the_original_alone()
    {
        ApimartTask original = await MakeAsync();

        ApimartException fault = await Assert.ThrowsAsync<ApimartException>(
            () => SubmitAsync(Prepare("veo3.1-quality", original with { Model = null })));

        Assert.Contains("veo3.1-fast", fault.Message, StringComparison.Ordinal);
    }

    private static PreparedRequest Prepare(
        string model,
        ApimartTask? task,
        Dictionary<string, object?>? parameters = null,
        string prompt = "and it runs") =>
        ModelCatalogue.Default.Prepare(new VideoRequest
        {
            Model = model,
            Prompt = prompt,
            Parameters = parameters ?? [],
            ContinueTask = task,
        });

    private static RequestProblem Refusal(string model, ApimartTask? task, Dictionary<string, object?>? parameters = null) =>
        Assert.Single(Assert.Throws<RequestRefusedException>(() => Prepare(model, task, parameters)).Problems);

    private async Task<ApimartTask> MakeAsync()
    {
        ApimartTask task = await SubmitAsync(Prepare("veo3.1-fast", task: null));
        _clock.Advance(TimeSpan.FromMinutes(1));
        return task;
    }

    private async Task<ApimartTask> SubmitAsync(PreparedRequest request, bool retryUnknown = false)
    {
        using TaskJournal journal = TaskJournal.Open(_folder.Path, _simulator.BaseUri);
        using ApimartClient client = new(new ApimartClientOptions
        {
            ApiKey = _simulator.ApiKey,
            BaseUri = _simulator.BaseUri,
            Journal = journal,
        });
        return await client.SubmitAsync(request, new SubmitOptions { JobName = "autumn", RetryUnknown = retryUnknown });
    }
}
