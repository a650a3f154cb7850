using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Downloads;

namespace Apimart.Video.Client.Tests.Saving;

/// <summary>When bytes go to the disk while more of them come, and what becomes of a disk that fails meanwhile.</summary>
public sealed class WritebackTests : IDisposable
{
    private const int Step = 32 * 1024 * 1024;

    private readonly TempFolder _folder = new();
    private readonly FileStream _file;

    public WritebackTests()
    {
        _file = File.Create(_folder["file"]);
    }

    public void Dispose()
    {
        _file.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_flush_is_due_with_every_32_MiB()
    {
        Writeback writeback = new(_file, _ => { });

        Assert.Equal([false, false, true], new[] { Step / 2, (Step / 2) - 1, 1 }.Select(writeback.IsDue));
        writeback.Begin();
        writeback.Wait();
        Assert.Equal([false, true, true], new[] { Step - 1, 1, 1 }.Select(writeback.IsDue));
    }

    [Fact]
    public void None_is_due_while_one_is_under_way()
    {
        using ManualResetEventSlim goOn = new();
        Writeback writeback = new(_file, _ => goOn.Wait());
        writeback.Begin();

        Assert.False(writeback.IsDue(Step));
        goOn.Set();
        writeback.Wait();
        Assert.True(writeback.IsDue(0));
    }

    [Fact]
    public void What_is_flushed_is_the_file()
    {
        Microsoft.Win32.SafeHandles.SafeFileHandle? flushed = null;
        Writeback writeback = new(_file, handle => flushed = handle);

        writeback.Begin();
        writeback.Wait();

        Assert.Same(_file.SafeFileHandle, flushed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_flush_that_failed_is_told_by_the_next_step(bool isLast)
    {
        Writeback writeback = new(_file, _ => throw new IOException("Input/output error"));
        writeback.Begin();
        writeback.Wait();

        Assert.Throws<IOException>(isLast ? writeback.Complete : writeback.Begin);
    }
}
