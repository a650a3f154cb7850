using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Images;
using Apimart.Video.Journal;
using Apimart.Video.Simulator;

namespace Apimart.Video.Client.Tests.Images;

public sealed class UploadTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ImpatientTime _time = new();
    private readonly SimulatorServer _simulator = SimulatorServer.Start();
    private readonly HttpClient _browser = new();

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _simulator.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_very_bytes_arrive_and_the_file_stays_as_it_is()
    {
        string path = Pictures.Write(_folder, "my secret plan.png", Pictures.Png, length: 300_000);
        byte[] before = await File.ReadAllBytesAsync(path);
        using ApimartClient client = Client();

        UploadedImage uploaded = await client.UploadImageAsync(ImageFile.Open(path));

        Assert.Equal(before, await _browser.GetByteArrayAsync(uploaded.Url));
        Assert.Equal(before, await File.ReadAllBytesAsync(path));
        Assert.Equal(("image/png", 300_000, path, false), (uploaded.ContentType, uploaded.Bytes, uploaded.Path, uploaded.IsReused));
        Assert.InRange(uploaded.ExpiresAt - DateTimeOffset.UtcNow, TimeSpan.FromHours(71), TimeSpan.FromHours(72));
        Assert.DoesNotContain("secret", Assert.Single(_simulator.Requests, request => request.Route == SimulatorRoute.Upload).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_content_is_uploaded_once_for_rows_that_wait_at_the_same_time()
    {
        string[] copies = [.. Enumerable.Range(0, 8).Select(n => Pictures.Write(_folder, $"{n}.png", Pictures.Png))];
        using ApimartClient client = Client(withJournal: false);

        UploadedImage[] uploaded = await Task.WhenAll(copies.Select(path => client.UploadImageAsync(ImageFile.Open(path))));

        Assert.Equal(1, _simulator.Requests.Uploads);
        Assert.Single(uploaded.Select(image => image.Url).Distinct());
        Assert.Single(uploaded, image => !image.IsReused);
    }

    [Fact]
    public async Task A_later_run_finds_the_link_in_the_journal()
    {
        ImageFile image = ImageFile.Open(Pictures.Write(_folder, "fox.png", Pictures.Png));
        using ApimartClient first = Client();
        UploadedImage uploaded = await first.UploadImageAsync(image);
        using ApimartClient second = Client();

        UploadedImage found = await second.UploadImageAsync(image);

        Assert.Equal((uploaded.Url, uploaded.ExpiresAt, true), (found.Url, found.ExpiresAt, found.IsReused));
        Assert.Equal(1, _simulator.Requests.Uploads);
    }

    [Theory]
    [InlineData(7, 0)]
    [InlineData(5, 1)]
    [InlineData(-1, 1)]
    public async Task A_link_is_used_again_while_it_lives_for_six_more_hours(int hoursLeft, int uploads)
    {
        ImageFile image = ImageFile.Open(Pictures.Write(_folder, "fox.png", Pictures.Png));
        using TaskJournal journal = Open();
        await journal.RecordUploadAsync(image.Sha256, new UploadedLink("https://example.com/old.png", DateTimeOffset.UtcNow.AddHours(hoursLeft)));
        using ApimartClient client = Client();

        await client.UploadImageAsync(image);

        Assert.Equal(uploads, _simulator.Requests.Uploads);
    }

    [Fact]
    public async Task A_link_of_another_server_is_not_used()
    {
        ImageFile image = ImageFile.Open(Pictures.Write(_folder, "fox.png", Pictures.Png));
        using TaskJournal api = TaskJournal.Open(_folder.Path, new Uri("https://api.apimart.ai"), _time);
        await api.RecordUploadAsync(image.Sha256, new UploadedLink("https://example.com/real.png", DateTimeOffset.UtcNow.AddHours(70)));
        using ApimartClient client = Client();

        Assert.StartsWith(_simulator.FileBaseUri.ToString(), (await client.UploadImageAsync(image)).Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("upload:status=429:retry-after=3")]
    [InlineData("upload:status=503:retry-after=3")]
    public async Task What_the_server_surely_did_not_take_is_sent_again(string fault)
    {
        _simulator.Inject(fault);

        await UploadAsync();

        Assert.Equal(2, _simulator.Requests.Uploads);
        Assert.Contains(TimeSpan.FromSeconds(3), _time.Waits);
    }

    [Theory]
    [InlineData("upload:reset-after-accept", ApimartErrorKind.Network)]
    [InlineData("upload:status=500", ApimartErrorKind.Server)]
    [InlineData("upload:status=413", ApimartErrorKind.InvalidRequest)]
    [InlineData("upload:status=400", ApimartErrorKind.InvalidRequest)]
    [InlineData("upload:garbage", ApimartErrorKind.Protocol)]
    [InlineData("upload:no-task-id", ApimartErrorKind.Protocol)]
    public async Task What_the_server_may_have_taken_or_refused_is_not_sent_again(string fault, ApimartErrorKind kind)
    {
        _simulator.Inject(fault);

        ApimartException thrown = await Assert.ThrowsAsync<ApimartException>(UploadAsync);

        Assert.Equal(kind, thrown.Kind);
        Assert.Contains("fox.png", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(1, _simulator.Requests.Uploads);
    }

    [Fact]
    public async Task An_upload_that_failed_does_not_stand_in_the_way_of_the_next()
    {
        _simulator.Inject("upload:status=500");
        ImageFile image = ImageFile.Open(Pictures.Write(_folder, "fox.png", Pictures.Png));
        using ApimartClient client = Client();
        await Assert.ThrowsAsync<ApimartException>(() => client.UploadImageAsync(image));

        Assert.False((await client.UploadImageAsync(image)).IsReused);
    }

    [Fact]
    public async Task A_row_that_is_stopped_leaves_the_upload_to_the_row_that_waits_with_it()
    {
        ManualTime clock = new();
        await using SimulatorServer slow = SimulatorServer.Start(new SimulatorOptions { TimeProvider = clock, ReadLatency = TimeSpan.FromMinutes(1) });
        ImageFile image = ImageFile.Open(Pictures.Write(_folder, "fox.png", Pictures.Png));
        using ApimartClient client = new(new ApimartClientOptions { ApiKey = slow.ApiKey, BaseUri = slow.BaseUri });
        using CancellationTokenSource stop = new();
        Task<UploadedImage> stopped = client.UploadImageAsync(image, stop.Token);
        Task<UploadedImage> other = client.UploadImageAsync(image);
        while (slow.Requests.Uploads == 0)
        {
            await Task.Delay(1);
        }

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        await clock.RunUntil(other, TimeSpan.FromMinutes(1));
        Assert.Equal(1, slow.Requests.Uploads);
    }

    [Fact]
    public async Task An_upload_that_nobody_waits_for_is_given_up_and_can_be_begun_again()
    {
        _simulator.Inject("upload:hang-before-accept");
        ImageFile image = ImageFile.Open(Pictures.Write(_folder, "fox.png", Pictures.Png));
        using ApimartClient client = Client();
        using CancellationTokenSource stop = new();
        Task<UploadedImage> stopped = client.UploadImageAsync(image, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        _simulator.ClearFaults();

        Assert.NotNull((await client.UploadImageAsync(image)).Url);
    }

    [Fact]
    public async Task The_record_of_an_upload_is_no_row_of_the_journal()
    {
        await UploadAsync();
        using TaskJournal journal = Open();

        Assert.Contains("\"e\":\"uploaded\"", await File.ReadAllTextAsync(journal.Path), StringComparison.Ordinal);
        Assert.Empty(journal.Query(JournalQuery.All));
    }

    private TaskJournal Open() => TaskJournal.Open(_folder.Path, _simulator.BaseUri, _time);

    private async Task UploadAsync()
    {
        using ApimartClient client = Client();
        await client.UploadImageAsync(ImageFile.Open(Pictures.Write(_folder, "fox.png", Pictures.Png)));
    }

    private ApimartClient Client(bool withJournal = true) => new(new ApimartClientOptions
    {
        ApiKey = _simulator.ApiKey,
        BaseUri = _simulator.BaseUri,
        TimeProvider = _time,
        Journal = withJournal ? Open() : null,
    });
}
