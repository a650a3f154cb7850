using System.Globalization;
using System.Management.Automation;

namespace Apimart.Video.Async;

/// <summary>Tells what a cmdlet waits for where nothing was written for a while. Used on the pipeline's thread alone.</summary>
internal sealed class SilenceProgress(PSCmdlet cmdlet)
{
    private const int BarId = 0x41_50_80;
    private const long LongestSilence = 5_000;

    private long _lastSign = Environment.TickCount64;
    private string? _reason;
    private long _reasonEnds;
    private bool _shown;

    /// <summary>Something is written, so that the silence begins anew.</summary>
    internal void Break() => _lastSign = Environment.TickCount64;

    /// <summary>A request failed and is tried again: said in the verbose stream, and in the bar until then.</summary>
    /// <param name="fault">What went wrong or is waited for; null where that is over.</param>
    /// <param name="delay">How long until the next try; infinite where it is not known.</param>
    internal void Say(string? fault, TimeSpan delay)
    {
        if (fault is null || delay == Timeout.InfiniteTimeSpan)
        {
            _reason = fault;
            _reasonEnds = long.MaxValue;
            if (fault is not null)
            {
                cmdlet.WriteVerbose(fault);
            }

            return;
        }

        string next = DateTime.Now.Add(delay).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        cmdlet.WriteVerbose(string.Create(CultureInfo.InvariantCulture, $"{fault} The next try is in {delay.TotalSeconds:0.#} s, at {next}."));
        _reason = $"{fault} The next try is at {next}.";
        _reasonEnds = Environment.TickCount64 + (long)delay.TotalMilliseconds;
    }

    internal void Tick(bool last)
    {
        if (last && _shown)
        {
            cmdlet.WriteProgress(new ProgressRecord(BarId, cmdlet.MyInvocation.MyCommand.Name, "Done") { RecordType = ProgressRecordType.Completed });
        }
        else if (!last && Environment.TickCount64 - _lastSign > LongestSilence)
        {
            _shown = true;
            Break();
            bool retries = _reason is not null && Environment.TickCount64 < _reasonEnds;
            cmdlet.WriteProgress(new ProgressRecord(
                BarId,
                cmdlet.MyInvocation.MyCommand.Name,
                retries ? _reason! : "Waiting for the server's answer."));
        }
    }
}
