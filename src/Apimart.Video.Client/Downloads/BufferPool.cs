using System.Collections.Concurrent;

namespace Apimart.Video.Downloads;

/// <summary>The buffers of the downloads under way: no more than there are downloads at once, whichever threads they move over.</summary>
internal sealed class BufferPool
{
    /// <summary>Measured with 1 GiB from loopback on two processors: 1 MiB beats 256 KiB by a quarter.</summary>
    private const int Length = 1024 * 1024;

    private readonly ConcurrentStack<byte[]> _free = new();

    internal byte[] Rent() => _free.TryPop(out byte[]? buffer) ? buffer : GC.AllocateUninitializedArray<byte>(Length);

    internal void Return(byte[] buffer) => _free.Push(buffer);
}
