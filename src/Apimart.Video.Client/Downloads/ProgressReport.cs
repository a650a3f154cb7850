namespace Apimart.Video.Downloads;

/// <summary>How far one file has come.</summary>
/// <param name="TaskId">The task the video belongs to.</param>
/// <param name="FileName">The file's name without its folder.</param>
/// <param name="Received">The bytes that lie here, those of an earlier run included.</param>
/// <param name="Total">The file's length in bytes, where the host has told it.</param>
public sealed record SaveProgress(string TaskId, string FileName, long Received, long? Total);

/// <summary>Reports one file's progress a few times a second, however fast the bytes come.</summary>
internal sealed class ProgressReport(SaveTarget target, IProgress<SaveProgress>? listener, TimeProvider time)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    private readonly string _name = Path.GetFileName(target.Path);
    private long _last;

    internal void Advance(long received, long? total)
    {
        if (listener is null)
        {
            return;
        }

        long now = time.GetTimestamp();
        if (received == total || _last == 0 || time.GetElapsedTime(_last, now) >= s_interval)
        {
            _last = now;
            listener.Report(new SaveProgress(target.TaskId, _name, received, total));
        }
    }
}
