using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Downloads;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Saving;

public sealed class MetadataTests : SavingTest
{
    private static readonly string s_sha256 = Convert.ToHexString(SHA256.HashData(Video)).ToLowerInvariant();

    private string MetadataPath => Path.ChangeExtension(FinalPath, ".json");

    [Fact]
    public async Task Metadata_says_what_the_video_was_made_from_and_how_to_check_it()
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));
        ApimartTask task = TaskWith(host.Address) with
        {
            Model = "sora-2",
            JobName = "autumn",
            Prompt = "Füchse & \"Schnee\"",
            Request = """{"duration":8}""",
            Cost = 0.25m,
            CreatedAt = Time.GetUtcNow().AddMinutes(-5),
            CompletedAt = Time.GetUtcNow(),
            ActualTime = TimeSpan.FromSeconds(90),
        };

        SavedVideo saved = await SaveAsync(task, Options(metadata: true));

        JsonNode metadata = JsonNode.Parse(await File.ReadAllTextAsync(MetadataPath))!;
        Assert.Equal(s_sha256, saved.Sha256);
        Assert.Equal(s_sha256, (string?)metadata["sha256"]);
        Assert.Equal("task_01.mp4", (string?)metadata["file"]);
        Assert.Equal(TaskId, (string?)metadata["taskId"]);
        Assert.Equal("autumn", (string?)metadata["jobName"]);
        Assert.Equal("sora-2", (string?)metadata["model"]);
        Assert.Equal("Füchse & \"Schnee\"", (string?)metadata["prompt"]);
        Assert.Equal(8, (int?)metadata["parameters"]!["duration"]);
        Assert.Equal(0.25m, (decimal?)metadata["cost"]);
        Assert.Equal(90, (int?)metadata["actualSeconds"]);
        Assert.Equal(Time.GetUtcNow(), (DateTimeOffset?)metadata["completedAt"]);
        Assert.Equal(Length, (int?)metadata["length"]);
        Assert.Equal(1, (int?)metadata["index"]);
        Assert.Equal((Time.GetUtcNow().AddMinutes(-5), Time.GetUtcNow()), ((DateTimeOffset?)metadata["createdAt"], (DateTimeOffset?)metadata["savedAt"]));
        Assert.Equal(14, metadata.AsObject().Count);
        Assert.Equal(["task_01.json", "task_01.mp4"], Files);
    }

    [Fact]
    public async Task Of_what_is_not_known_metadata_say_nothing_and_each_video_has_its_own()
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));
        using VideoSaver saver = SaverOf(Options(metadata: true));

        await RunAsync(saver.SaveAsync(TaskWith(host.Address, host.Address)));

        Assert.Equal(["task_01-2.json", "task_01-2.mp4", "task_01.json", "task_01.mp4"], Files);
        JsonNode second = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "task_01-2.json")))!;
        Assert.Equal(["file", "taskId", "index", "savedAt", "length", "sha256"], second.AsObject().Select(field => field.Key));
        Assert.Equal(("task_01-2.mp4", 2), ((string?)second["file"], (int?)second["index"]));
    }

    [Fact]
    public async Task The_hash_of_a_resumed_file_is_that_of_the_whole()
    {
        await using (RawFileServer breaking = new(request => request.From is null
            ? FileAnswers.Whole(Video).CutAfter(1000)
            : request.From == 1000 ? FileAnswers.To(request, Video).CutAfter(5000) : RawAnswer.Empty("400 Bad Request")))
        {
            await FailAsync(TaskWith(breaking.Address), Options(metadata: true));
        }

        await using RawFileServer host = new(request => FileAnswers.To(request, Video));
        SavedVideo saved = await SaveAsync(TaskWith(host.Address), Options(metadata: true));

        Assert.Equal((s_sha256, Length - 6000), (saved.Sha256, saved.BytesFetched));
    }

    [Fact]
    public async Task The_hash_of_a_part_that_was_whole_is_that_of_the_file()
    {
        await using (RawFileServer breaking = new(request => request.From is null
            ? FileAnswers.Whole(Video).CutAfter(1000)
            : RawAnswer.Empty("400 Bad Request")))
        {
            await FailAsync(TaskWith(breaking.Address));
        }

        await File.WriteAllBytesAsync(PartPath, Video);

        Assert.Equal(s_sha256, (await SaveAsync(TaskWith(new Uri("http://127.0.0.1:9/")), Options(metadata: true))).Sha256);
    }

    [Fact]
    public async Task The_hash_starts_over_with_the_file()
    {
        int requests = 0;
        await using RawFileServer host = new(_ => requests++ == 0
            ? RawAnswer.Of("200 OK", SampleVideo.Of(Length, seed: 5), "X-None: 1").CutAfter(1000)
            : FileAnswers.Whole(Video));

        Assert.Equal(s_sha256, (await SaveAsync(TaskWith(host.Address), Options(metadata: true))).Sha256);
    }

    [Fact]
    public async Task Metadata_that_is_missing_beside_a_saved_file_is_written_later()
    {
        await File.WriteAllBytesAsync(FinalPath, Video);

        SavedVideo saved = await SaveAsync(
            TaskWith(new Uri("http://127.0.0.1:9/")) with { SavedFiles = [FinalPath] }, Options(metadata: true));

        Assert.Equal((true, s_sha256), (saved.Skipped, saved.Sha256));
        Assert.Equal(s_sha256, (string?)JsonNode.Parse(await File.ReadAllTextAsync(MetadataPath))!["sha256"]);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("[\"task_01\"]")]
    [InlineData("""{"taskId":"task_01"}""")]
    [InlineData("""{"taskId":"task_01","file":"task_01.mp4"}""")]
    [InlineData("""{"taskId":"task_01","sha256":"00"}""")]
    [InlineData("""{"taskId":"task_02","file":"task_01.mp4","sha256":"00"}""")]
    public async Task A_json_file_of_the_users_own_is_not_replaced(string own)
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));
        await File.WriteAllTextAsync(MetadataPath, own);

        SaveException fault = await FailAsync(TaskWith(host.Address), Options(metadata: true));

        Assert.Equal(SaveFault.FileExists, fault.Fault);
        Assert.Contains(MetadataPath, fault.Message, StringComparison.Ordinal);
        Assert.Empty(host.Requests);
        Assert.Equal(own, await File.ReadAllTextAsync(MetadataPath));
    }

    [Fact]
    public async Task Without_metadata_nothing_is_hashed_or_written_beside()
    {
        await using RawFileServer host = new(_ => FileAnswers.Whole(Video));

        Assert.Null((await SaveAsync(TaskWith(host.Address))).Sha256);
        AssertOnlyVideo(Video);
    }
}
