using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Downloads;

namespace Apimart.Video.Client.Tests.Saving;

/// <summary>The rest of a file that breaks off in its turn.</summary>
public sealed class BrokenRestTests : SavingTest
{
    private const int Cut = 400_000;

    [Fact]
    public async Task It_is_told_by_the_bytes_of_the_whole_file()
    {
        await using RawFileServer host = new(request => request.From is null
            ? FileAnswers.Whole(Video).CutAfter(Cut)
            : FileAnswers.To(request, Video).CutAfter(0));

        SaveException fault = await FailAsync(TaskWith(host.Address));

        Assert.Equal(SaveFault.LengthMismatch, fault.Fault);
        Assert.Contains($"after {Cut} of {Length} bytes", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_length_that_is_known_is_kept_where_the_rest_does_not_tell_it()
    {
        int requests = 0;
        await using RawFileServer host = new(request => requests++ switch
        {
            0 => FileAnswers.Whole(Video).CutAfter(Cut),
            1 => RawAnswer.Of(
                "206 Partial Content",
                Video.AsMemory(Cut, 1000),
                $"ETag: {FileAnswers.Tag}",
                $"Content-Range: bytes {Cut}-{Length - 1}/*",
                "X-No-Length: 1"),
            _ => FileAnswers.To(request, Video),
        });

        SavedVideo saved = await SaveAsync(TaskWith(host.Address));

        AssertOnlyVideo(Video);
        Assert.Equal((Length, 3), (saved.BytesFetched, host.Requests.Count));
    }
}
