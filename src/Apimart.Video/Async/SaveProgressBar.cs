using System.Collections.Concurrent;
using System.Management.Automation;
using Apimart.Video.Downloads;

namespace Apimart.Video.Async;

/// <summary>Shows the downloads of a batch in one bar: files, bytes, speed and time left.</summary>
internal sealed class SaveProgressBar : IProgress<SaveProgress>
{
    private const int BarId = 0x41_50_80;
    private const long MillisecondsBetween = 400;
    private const double Mebibyte = 1024 * 1024;

    private readonly Cmdlet _cmdlet;
    private readonly ConcurrentDictionary<string, SaveProgress?> _files = new(StringComparer.Ordinal);
    private readonly long _start = Environment.TickCount64;
    private long _last;
    private int _total;
    private int _done;
    private long _finishedBytes;

    internal SaveProgressBar(Cmdlet cmdlet)
    {
        _cmdlet = cmdlet;
    }

    public void Report(SaveProgress value) => _files[value.TaskId] = value;

    internal void Add(string taskId)
    {
        _files.TryAdd(taskId, null);
        _total++;
    }

    internal void Remove(string taskId)
    {
        Interlocked.Increment(ref _done);
        if (_files.TryRemove(taskId, out SaveProgress? last) && last is not null)
        {
            Interlocked.Add(ref _finishedBytes, last.Received);
        }
    }

    internal void Show(bool last)
    {
        long now = Environment.TickCount64;
        if (!last && now - _last < MillisecondsBetween)
        {
            return;
        }

        _last = now;
        ProgressRecord record = new(BarId, "Saving videos", Describe(now));
        if (last)
        {
            record.RecordType = ProgressRecordType.Completed;
        }
        else
        {
            record.PercentComplete = _total == 0 ? 0 : Math.Min(100, _done * 100 / _total);
            record.SecondsRemaining = SecondsLeft(now);
        }

        _cmdlet.WriteProgress(record);
    }

    private string Describe(long now)
    {
        double megabytes = Received() / Mebibyte;
        double seconds = Math.Max(0.1, (now - _start) / 1000.0);
        return FormattableString.Invariant($"{_done} of {_total} files, {megabytes:0.0} MiB, {megabytes / seconds:0.0} MiB/s");
    }

    private int SecondsLeft(long now)
    {
        SaveProgress[] running = [.. _files.Values.OfType<SaveProgress>()];
        long received = Received();
        if (received == 0 || running.Length < _files.Count || running.Any(file => file.Total is null))
        {
            return -1;
        }

        double bytesLeft = running.Sum(file => file.Total!.Value - file.Received);
        return (int)Math.Min(int.MaxValue, bytesLeft / received * (now - _start) / 1000);
    }

    private long Received() =>
        Interlocked.Read(ref _finishedBytes) + _files.Values.OfType<SaveProgress>().Sum(file => file.Received);
}
