using System.Globalization;
using System.Security.Cryptography;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Images;

namespace Apimart.Video.Client.Tests.Images;

public sealed class ImageFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("FFD8FFE0", "image/jpeg")]
    [InlineData("89504E470D0A1A0A", "image/png")]
    [InlineData("474946383761", "image/gif")]
    [InlineData("474946383961", "image/gif")]
    [InlineData("524946460000000057454250", "image/webp")]
    public void The_type_is_told_by_the_content_and_not_by_the_name(string head, string type)
    {
        string path = Pictures.Write(_folder, "notes.txt", Convert.FromHexString(head));

        ImageFile image = ImageFile.Open(path);

        Assert.Equal(type, image.ContentType);
        Assert.Equal(500, image.Length);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))).ToLower(CultureInfo.InvariantCulture), image.Sha256);
    }

    [Theory]
    [InlineData("")]
    [InlineData("FFD8")]
    [InlineData("89504E470D0A1A")]
    [InlineData("474946383861")]
    [InlineData("524946460000000057415645")]
    [InlineData("255044462D312E37")]
    public void A_file_that_is_no_picture_is_refused_whatever_its_name_is(string head)
    {
        File.WriteAllBytes(_folder["fox.png"], Convert.FromHexString(head));

        Assert.Equal(ImageFault.NotAnImage, FaultOf(_folder["fox.png"]));
    }

    [Fact]
    public void A_file_of_20_MB_is_taken_and_one_byte_more_is_not()
    {
        string path = Pictures.Write(_folder, "large.jpg", Pictures.Jpeg);
        SetLength(path, ImageFile.LargestUpload);
        Assert.Equal(20 * 1024 * 1024, ImageFile.Open(path).Length);

        SetLength(path, ImageFile.LargestUpload + 1);
        Assert.Equal(ImageFault.ImageTooLarge, FaultOf(path));
    }

    [Fact]
    public void Neither_a_missing_file_nor_a_folder_is_there()
    {
        Assert.Equal(ImageFault.ImageNotFound, FaultOf(_folder["fox.png"]));
        Assert.Equal(ImageFault.ImageNotFound, FaultOf(_folder.Path));
    }

    [Fact]
    public async Task A_file_that_is_changed_while_its_request_waits_is_not_sent()
    {
        ImageFile image = ImageFile.Open(Pictures.Write(_folder, "fox.png", Pictures.Png));
        Pictures.Write(_folder, "fox.png", Pictures.Png, fill: 2);

        ImageException fault = await Assert.ThrowsAsync<ImageException>(() => image.ReadAsync(CancellationToken.None));

        Assert.Equal(ImageFault.ImageChanged, fault.Fault);
    }

    [Fact]
    public void A_run_reads_a_file_again_only_when_it_was_written_again()
    {
        ImageFiles files = new();
        string path = Pictures.Write(_folder, "fox.png", Pictures.Png);
        ImageFile first = files.Open(path);
        Assert.Same(first, files.Open(path));

        Pictures.Write(_folder, "fox.png", Pictures.Png, length: 600);
        Assert.NotEqual(first.Sha256, files.Open(path).Sha256);
    }

    [Fact]
    public void What_stands_in_for_a_picture_depends_on_its_content_alone()
    {
        string one = ImageFile.Open(Pictures.Write(_folder, "one.png", Pictures.Png)).StandIn;
        string same = ImageFile.Open(Pictures.Write(_folder, "same.jpg", Pictures.Png)).StandIn;
        string other = ImageFile.Open(Pictures.Write(_folder, "other.png", Pictures.Png, fill: 2)).StandIn;

        Assert.Equal(one, same);
        Assert.NotEqual(one, other);
        Assert.EndsWith(".invalid", new Uri(one).Host, StringComparison.Ordinal);
    }

    private static void SetLength(string path, long length)
    {
        using FileStream file = File.OpenWrite(path);
        file.SetLength(length);
    }

    private static ImageFault FaultOf(string path) => Assert.Throws<ImageException>(() => ImageFile.Open(path)).Fault;
}
