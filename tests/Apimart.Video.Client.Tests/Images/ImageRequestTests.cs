using System.Text.Json.Nodes;
using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Images;
using Apimart.Video.Journal;
using Apimart.Video.Models;
using Apimart.Video.Simulator;
using Apimart.Video.Submits;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Images;

/// <summary>Requests with pictures from the disk, from the check to the journal.</summary>
public sealed class ImageRequestTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ImpatientTime _time = new();
    private readonly SimulatorServer _simulator = SimulatorServer.Start();

    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_body_holds_the_links_in_the_order_of_the_pictures()
    {
        object[] pictures = [Picture("a.png", 1), "https://example.com/b.png", Picture("c.png", 2), Picture("copy of a.png", 1)];

        await SubmitAsync(Prepare("veo3.1-fast", pictures));

        string[] links = SentPictures();
        Assert.Equal(4, links.Length);
        Assert.Equal("https://example.com/b.png", links[1]);
        Assert.Equal(links[0], links[3]);
        Assert.NotEqual(links[0], links[2]);
        Assert.All([links[0], links[2]], link => Assert.StartsWith(_simulator.FileBaseUri.ToString(), link, StringComparison.Ordinal));
        Assert.Equal(2, _simulator.Requests.Uploads);
    }

    [Theory]
    [InlineData("Omni-Flash-Ext", 65_536, true)]
    [InlineData("Omni-Flash-Ext", 65_537, false)]
    [InlineData("wan2.5-preview", 500, true)]
    [InlineData("veo3.1-fast", 500, false)]
    [InlineData("seedance-2.5", 500, false)]
    public async Task A_small_picture_goes_inline_where_a_document_allows_it_without_a_doubt(string model, int length, bool inline)
    {
        string path = Pictures.Write(_folder, "fox.png", Pictures.Png, length);

        await SubmitAsync(Prepare(model, ImageFile.Open(path)));

        string sent = Assert.Single(SentPictures());
        Assert.Equal(inline ? 0 : 1, _simulator.Requests.Uploads);
        Assert.Equal(inline, sent == $"data:image/png;base64,{Convert.ToBase64String(await File.ReadAllBytesAsync(path))}");
    }

    [Fact]
    public async Task Pictures_that_are_small_one_by_one_and_large_together_are_uploaded()
    {
        object[] pictures = [.. Enumerable.Range(1, 3).Select(n => Picture($"{n}.png", (byte)n, 30_000))];

        await SubmitAsync(Prepare("Omni-Flash-Ext", pictures));

        Assert.Equal(3, _simulator.Requests.Uploads);
    }

    [Fact]
    public void A_number_of_pictures_that_the_model_does_not_take_is_refused_before_anything_is_uploaded()
    {
        RequestProblem problem = Assert.Single(Refusal("Omni-Flash-Ext", Picture("a.png", 1), Picture("b.png", 2)));

        Assert.Equal("UnsupportedImageCount", problem.ErrorId);
        Assert.Equal(0, _simulator.Requests.Uploads);
    }

    [Fact]
    public void A_type_that_the_model_does_not_take_is_refused_by_the_files_own_path()
    {
        string path = Pictures.Write(_folder, "fox.png", Pictures.Gif);

        RequestProblem problem = Assert.Single(Refusal("sora-2", ImageFile.Open(path)));

        Assert.Equal("InvalidImageUrl", problem.ErrorId);
        Assert.Contains($"'{path}'", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(".invalid", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_of_a_job_is_known_again_by_its_pictures_content_and_uploads_nothing()
    {
        ImageFile fox = Picture("fox.png", 1);
        ApimartTask first = await SubmitAsync(Prepare("veo3.1-fast", fox));
        await ForgetLinkAsync(fox);

        ApimartTask again = await SubmitAsync(Prepare("veo3.1-fast", Picture("renamed.png", 1)));

        Assert.Equal(first.TaskId, again.TaskId);
        Assert.Equal((1, 1), (_simulator.Bill.Count, _simulator.Requests.Uploads));
    }

    [Fact]
    public async Task Another_picture_makes_another_row()
    {
        await SubmitAsync(Prepare("veo3.1-fast", Picture("fox.png", 1)));
        await SubmitAsync(Prepare("veo3.1-fast", Picture("hen.png", 2)));

        Assert.Equal(2, _simulator.Bill.Count);
    }

    [Fact]
    public async Task A_row_whose_outcome_is_unknown_is_sent_again_with_the_same_bytes_after_its_link_has_ended()
    {
        ImageFile fox = Picture("fox.png", 1);
        _simulator.Inject("submit:reset-after-accept");
        await Assert.ThrowsAsync<ApimartException>(() => SubmitAsync(Prepare("veo3.1-fast", fox)));
        await ForgetLinkAsync(fox);

        ApimartException still = await Assert.ThrowsAsync<ApimartException>(() => SubmitAsync(Prepare("veo3.1-fast", fox)));
        ApimartTask repeated = await SubmitAsync(Prepare("veo3.1-fast", fox), retryUnknown: true);

        Assert.Equal(ApimartErrorKind.OutcomeUnknown, still.Kind);
        SimulatorRequest[] sent = [.. _simulator.Requests.Where(request => request.Route == SimulatorRoute.Submit)];
        Assert.Equal(2, sent.Length);
        Assert.Equal(sent[0].Body, sent[1].Body);
        Assert.Equal(sent[0].Headers["Idempotency-Key"], sent[1].Headers["Idempotency-Key"]);
        Assert.Equal(repeated.TaskId, Assert.Single(_simulator.Bill).TaskId);
    }

    [Fact]
    public async Task A_failed_upload_leaves_no_row_behind()
    {
        _simulator.Inject("upload:status=500");

        await Assert.ThrowsAsync<ApimartException>(() => SubmitAsync(Prepare("veo3.1-fast", Picture("fox.png", 1))));

        using TaskJournal journal = Open();
        Assert.Empty(journal.Query(JournalQuery.All));
        Assert.Equal(0, _simulator.Requests.Submits);
    }

    [Fact]
    public async Task What_stands_in_for_a_picture_never_leaves()
    {
        ApimartTask task = await SubmitAsync(Prepare("veo3.1-fast", Picture("fox.png", 1)));

        Assert.DoesNotContain(_simulator.Requests, request => request.Body.Contains("image.invalid", StringComparison.Ordinal));
        Assert.DoesNotContain("image.invalid", task.Request, StringComparison.Ordinal);
        using TaskJournal journal = Open();
        Assert.Equal(task.Request, journal.Find(task.TaskId)!.Request);
    }

    [Fact]
    public void A_request_without_pictures_is_known_by_the_same_digest_as_ever()
    {
        PreparedRequest request = Prepare("veo3.1-fast", "https://example.com/a.png");

        Assert.Equal(request.Canonical, request.Identity);
    }

    private static PreparedRequest Prepare(string model, params object[] pictures) => ModelCatalogue.Default.Prepare(new VideoRequest
    {
        Model = model,
        Prompt = "a red fox",
        Parameters = new Dictionary<string, object?> { ["ImageUrl"] = pictures },
    });

    private static IEnumerable<RequestProblem> Refusal(string model, params object[] pictures) =>
        Assert.Throws<RequestRefusedException>(() => Prepare(model, pictures)).Problems;

    private ImageFile Picture(string name, byte fill, int length = 500) =>
        ImageFile.Open(Pictures.Write(_folder, name, Pictures.Png, length, fill));

    private string[] SentPictures() =>
        [.. JsonNode.Parse(_simulator.Bill.Last().Body)!["image_urls"]!.AsArray().Select(link => link!.GetValue<string>())];

    private async Task ForgetLinkAsync(ImageFile image)
    {
        using TaskJournal journal = Open();
        await journal.RecordUploadAsync(image.Sha256, new UploadedLink("https://example.com/dead.png", DateTimeOffset.UtcNow.AddHours(-1)));
    }

    private TaskJournal Open() => TaskJournal.Open(_folder.Path, _simulator.BaseUri, _time);

    /// <summary>Each call is a run of its own.</summary>
    private async Task<ApimartTask> SubmitAsync(PreparedRequest request, bool retryUnknown = false)
    {
        using TaskJournal journal = Open();
        using ApimartClient client = new(new ApimartClientOptions
        {
            ApiKey = _simulator.ApiKey,
            BaseUri = _simulator.BaseUri,
            TimeProvider = _time,
            Journal = journal,
        });
        return await client.SubmitAsync(request, new SubmitOptions { JobName = "autumn", RetryUnknown = retryUnknown });
    }
}
