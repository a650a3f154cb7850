using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Files;

namespace Apimart.Video.Client.Tests.Files;

public sealed class DiskTests
{
    private const int LockedLinux = 11;
    private const int SharingWindows = unchecked((int)0x80070020);
    private const int LockWindows = unchecked((int)0x80070021);

    [Theory]
    [InlineData(LockedLinux)]
    [InlineData(SharingWindows)]
    [InlineData(LockWindows)]
    public void A_file_that_another_program_has_for_a_moment_is_changed_after_it(int fault)
    {
        int tries = 0;
        Disk.WhenFree(() => Fail(++tries < 4, () => new IOException("held", fault)), isDenied: false);

        Assert.Equal(4, tries);
    }

    [Fact]
    public void A_file_that_stays_held_is_an_error_after_eleven_tries()
    {
        int tries = 0;

        Assert.Throws<IOException>(() => Disk.WhenFree(() => Fail(++tries > 0, () => new IOException("held", SharingWindows)), isDenied: false));
        Assert.Equal(11, tries);
    }

    [Fact]
    public void Windows_denies_the_place_of_a_file_that_is_being_read()
    {
        int tries = 0;
        Disk.WhenFree(() => Fail(++tries < 3, () => new UnauthorizedAccessException()), isDenied: true);

        Assert.Equal(3, tries);
    }

    [Fact]
    public void What_no_wait_mends_is_told_at_once()
    {
        int tries = 0;

        Assert.Throws<UnauthorizedAccessException>(() => Disk.WhenFree(() => Fail(++tries > 0, () => new UnauthorizedAccessException()), isDenied: false));
        Assert.Throws<DirectoryNotFoundException>(() => Disk.WhenFree(() => Fail(++tries > 0, () => new DirectoryNotFoundException()), isDenied: true));
        Assert.Equal(2, tries);
    }

    [Fact]
    public void A_file_that_cannot_take_its_place_is_not_left_beside_it()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string taken = Directory.CreateDirectory(Path.Combine(folder, "note.json")).FullName;
            Assert.ThrowsAny<SystemException>(() => Disk.Replace(taken, "{}"u8));
            Assert.Equal([taken], Directory.GetFileSystemEntries(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Fail(bool fails, Func<Exception> fault)
    {
        if (fails)
        {
            throw fault();
        }
    }
}
