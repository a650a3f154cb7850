using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Downloads;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Saving;

/// <summary>What tests of saving share: a folder of their own, a host, a clock and a task that names the host's file.</summary>
public abstract class SavingTest : IDisposable
{
    internal const string TaskId = "task_01";
    internal const int Length = 1_000_000;

    /// <summary>An API on this machine, as the hosts of these tests are.</summary>
    internal static readonly Uri Loopback = new("http://127.0.0.1:9/");

    internal static readonly byte[] Video = SampleVideo.Of(Length);

    private static readonly TimeSpan s_silence = new SaverConnection().IdleTimeout * 0.75;

    private protected SavingTest()
    {
        Folder = Directory.CreateTempSubdirectory("apimart-saving-").FullName;
    }

    private protected string Folder { get; }

    private protected ManualTime Time { get; } = new();

    private protected string FinalPath => Path.Combine(Folder, TaskId + ".mp4");

    private protected string PartPath => FinalPath + ".part";

    private protected string NotePath => FinalPath + ".part.json";

    private protected string[] Files => Directory.GetFiles(Folder).Select(file => Path.GetFileName(file)!).Order().ToArray();

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected static ApimartTask TaskWith(params Uri[] links) => new()
    {
        TaskId = TaskId,
        Status = ApimartTaskStatus.Completed,
        Videos = [.. links.Select(link => new VideoLink(link, ExpiresAt: null))],
    };

    private protected SaveOptions Options(bool force = false, long maxSize = long.MaxValue, bool metadata = false) => new()
    {
        Directory = Folder,
        FileName = "{TaskId}",
        Force = force,
        MaxSize = maxSize,
        Metadata = metadata,
    };

    private protected VideoSaver SaverOf(SaveOptions options, Func<string, CancellationToken, Task<ApimartTask>>? refresh = null) =>
        new(new SaverConnection { TimeProvider = Time, BaseUri = Loopback }, refresh ?? NoRefresh, options);

    /// <summary>Saves a task as a process of its own would: with a saver that knows nothing of earlier ones.</summary>
    private protected async Task<SavedVideo> SaveAsync(
        ApimartTask task,
        SaveOptions? options = null,
        Func<string, CancellationToken, Task<ApimartTask>>? refresh = null)
    {
        using VideoSaver saver = SaverOf(options ?? Options(), refresh);
        Task<IReadOnlyList<SavedVideo>> saving = saver.SaveAsync(task);
        await RunAsync(saving);
        return Assert.Single(await saving);
    }

    private protected async Task<SaveException> FailAsync(
        ApimartTask task,
        SaveOptions? options = null,
        Func<string, CancellationToken, Task<ApimartTask>>? refresh = null)
    {
        SaveException fault = await Assert.ThrowsAsync<SaveException>(() => SaveAsync(task, options, refresh));
        Assert.Equal(task.TaskId, fault.TaskId);
        Assert.NotEmpty(fault.Advice);
        return fault;
    }

    /// <summary>Moves the clock over the pauses between requests, but never so far that a host counts as silent.</summary>
    private protected Task RunAsync(Task done) => PassPausesAsync(done, () => false);

    /// <summary>The same until something is seen, or all is done.</summary>
    private protected async Task PassPausesAsync(Task done, Func<bool> seen)
    {
        while (!done.IsCompleted && !seen())
        {
            await Task.WhenAny(done, Task.Delay(1));
            if (!done.IsCompleted && Time.NextDue is { } due && due - Time.GetUtcNow() < s_silence)
            {
                Time.Advance(due - Time.GetUtcNow());
            }
        }
    }

    private protected void AssertOnlyVideo(byte[] expected)
    {
        Assert.Equal([Path.GetFileName(FinalPath)], Files);
        Assert.True(expected.AsSpan().SequenceEqual(File.ReadAllBytes(FinalPath)), "The file is not the host's.");
    }

    private protected static Task<ApimartTask> NoRefresh(string taskId, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("No link had to be renewed.");
}
