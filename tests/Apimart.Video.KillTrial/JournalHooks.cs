using Apimart.Video.Journal;

namespace Apimart.Video.KillTrial;

/// <summary>Puts a worker's kill point, and the full disk, into its journal.</summary>
internal sealed class JournalHooks
{
    private readonly KillSwitch _switch;
    private IReadOnlyCollection<string> _kinds = [];
    private bool _diskIsFull;

    internal JournalHooks(TaskJournal journal, KillSwitch killSwitch, bool fullDisk)
    {
        _switch = killSwitch;
        _diskIsFull = fullDisk;
        JournalFile file = journal.File;
        file.Passed = Pass;
        var write = file.Write;
        file.Write = (handle, bytes, offset) =>
        {
            if (_diskIsFull && _kinds.Contains(JournalEntryKind.Accepted))
            {
                _diskIsFull = false;
                throw new IOException("No space left on device");
            }

            foreach (string kind in _kinds)
            {
                if (_switch.IsDue(KillPlaces.Half(kind)))
                {
                    write(handle, bytes[..(bytes.Length / 2)], offset);
                    KillSwitch.Die();
                }
            }

            write(handle, bytes, offset);
        };
    }

    private void Pass(JournalPoint point, IReadOnlyCollection<string> kinds)
    {
        _kinds = point == JournalPoint.LinesMade ? kinds : _kinds;
        foreach (string place in KillPlaces.Of(point, kinds))
        {
            _switch.Pass(place);
        }
    }
}
