namespace Apimart.Video.Client.Tests.Support;

/// <summary>A file on a disk with room for some bytes; what is over them fails as the system lets it fail.</summary>
internal sealed class FullDisk(string path, long room) : FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 0)
{
    private const int NoSpaceUnix = 28;
    private const int FullWindows = unchecked((int)0x80070070);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        long left = Math.Max(0, room - Position);
        base.Write(buffer[..(int)Math.Min(left, buffer.Length)]);
        if (left < buffer.Length)
        {
            throw new IOException("No space left on device", OperatingSystem.IsWindows() ? FullWindows : NoSpaceUnix);
        }
    }
}
