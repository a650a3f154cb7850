using System.Text.Json;
using Apimart.Video.Journal;
using Apimart.Video.Models.Rows;
using Apimart.Video.Tasks;
using CsCheck;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>Made-up histories of journals: what machines could have written down of rows that some of them share.</summary>
internal static class History
{
    internal const string Job = "autumn";

    private static readonly DateTimeOffset s_start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>One thing that happens: to which row, where, what, and how many seconds after the one before.</summary>
    internal readonly record struct Event(int Row, int Machine, int What, int Seconds);

    internal static Gen<Event[]> Of(int machines, int rows = 12, int most = 120) =>
        Gen.Select(Gen.Int[0, rows - 1], Gen.Int[0, machines - 1], Gen.Int[0, 99], Gen.Int[1, 90], (row, machine, what, seconds) => new Event(row, machine, what, seconds))
            .Array[1, most];

    /// <summary>The lines of each machine, where rows happen on whichever machine the events say.</summary>
    /// <param name="events">What happens, in order.</param>
    /// <param name="machines">How many there are.</param>
    /// <param name="actor">Whose name and tasks stand in all of the journals; null for each machine's own.</param>
    internal static JournalEntry[][] Play(Event[] events, int machines, int? actor = null)
    {
        List<JournalEntry>[] journals = [.. Enumerable.Range(0, machines).Select(_ => new List<JournalEntry>())];
        Dictionary<(int Machine, int Row), RowStory> stories = [];
        DateTimeOffset time = s_start;
        foreach (Event one in events)
        {
            time += TimeSpan.FromSeconds(one.Seconds);
            if (!stories.TryGetValue((one.Machine, one.Row), out RowStory? story))
            {
                stories.Add((one.Machine, one.Row), story = new RowStory(one.Row, actor ?? one.Machine));
            }

            if (story.Next(one.What, time) is { } entry)
            {
                journals[one.Machine].Add(entry);
            }
        }

        return [.. journals.Select(lines => lines.ToArray())];
    }

    internal static void Write(string folder, IEnumerable<JournalEntry> entries)
    {
        Directory.CreateDirectory(folder);
        JournalRewriter.WriteLines(Path.Combine(folder, "journal.jsonl"), JournalRewriter.Seal(entries));
    }

    internal static string ReadText(string folder) => File.ReadAllText(Path.Combine(folder, "journal.jsonl"));

    /// <summary>All that a journal tells through its public members.</summary>
    internal static string Tell(string folder)
    {
        using TaskJournal journal = TaskJournal.Open(folder);
        return Tell(journal);
    }

    internal static string Tell(EntryJournal journal)
    {
        ApimartTask[] tasks = [.. journal.Query(JournalQuery.All)];
        return string.Join('\n', tasks.Select(task => JsonSerializer.Serialize(task)
                + string.Concat(journal.SavedOf(task.TaskId))
                + string.Concat(task.SavedFiles.Select(file => journal.OwnerOf(file)))))
            + string.Join(',', journal.JobNames())
            + string.Join(',', journal.NewestOf([Rows.Model], 200).Select(past => past.Duration))
            + string.Join(',', tasks.Select(task => JsonSerializer.Serialize(journal.Find(task.TaskId))))
            + string.Join(',', journal.Damages());
    }

    /// <summary>What one machine knows of one row, by the rules that the module follows.</summary>
    private sealed class RowStory(int row, int machine)
    {
        private readonly string _key = $"apv-{row:x32}";
        private readonly string _id = row % 5 == 4 ? $"task_{row}_{machine}" : $"task_{row}";
        private readonly string _writer = $"writer{machine}";
        private bool _sent;
        private bool _waits;
        private bool _doubtful;
        private bool _notExecuted;
        private bool _accepted;
        private int _links;

        private bool IsStray => row % 6 == 5;

        private bool IsUnsent => row % 6 == 2;

        internal JournalEntry? Next(int what, DateTimeOffset time) =>
            IsUnsent ? Unsent(what, time) : IsStray || _accepted ? Ending(what, time) : Submit(what, time);

        private JournalEntry Unsent(int what, DateTimeOffset time)
        {
            JournalEntry refused = new UnsentRow
            {
                Job = Job,
                Row = new InputRow(row + 1, new Dictionary<string, string> { ["Name"] = $"{row}", ["Duration"] = $"{what % 3}" }),
                Model = Rows.Model,
                Prompt = $"row {row}",
                Code = "InvalidDuration",
                Message = $"message {what % 3}",
            }.Refused(new JournalEntry { Kind = JournalEntryKind.State, Time = time });
            return what < 60 ? refused : refused with { Status = ApimartTaskStatus.Submitted, Message = null, Code = null, Prompt = null, Row = null, Model = null };
        }

        private JournalEntry? Submit(int what, DateTimeOffset time)
        {
            if (!_sent)
            {
                _sent = _waits = true;
                return Intent(time);
            }

            if (!_waits)
            {
                if (!_doubtful && !_notExecuted)
                {
                    return null;
                }

                _waits = true;
                return new JournalEntry { Kind = JournalEntryKind.Repeat, Time = time, Key = _key, Writer = _writer };
            }

            if (what < 50)
            {
                _accepted = true;
                return new JournalEntry { Kind = JournalEntryKind.Accepted, Time = time, Key = _key, TaskId = _id, StatusText = "submitted", Created = time };
            }

            _waits = false;
            JournalEntry answer = new() { Time = time, Key = _key, Code = "code", Message = $"message {what}" };
            if (_doubtful || what < 80)
            {
                _doubtful = true;
                return answer with { Kind = JournalEntryKind.Unknown, TaskId = what < 60 ? $"named_{row}_{what}" : null };
            }

            _notExecuted = what < 90;
            return answer with { Kind = _notExecuted ? JournalEntryKind.NotExecuted : JournalEntryKind.Refused };
        }

        private JournalEntry Intent(DateTimeOffset time) => new()
        {
            Kind = JournalEntryKind.Intent,
            Time = time,
            Key = _key,
            Writer = _writer,
            Job = Job,
            Digest = $"{row:x64}",
            Model = Rows.Model,
            Prompt = $"row {row}",
            Machine = $"host{machine}",
            RowNumber = row + 1 + machine,
            Row = row % 3 == 0 ? new Dictionary<string, string> { ["Scene"] = $"{row}", ["Act"] = "1" } : null,
            Cells = row % 4 == 0 ? new Dictionary<string, string?> { ["Prompt"] = null, ["Scene"] = null, ["Take"] = $"{machine}", ["Blank"] = "" } : null,
            Body = $$"""{"model":"{{Rows.Model}}","prompt":"row {{row}}"}""",
        };

        private JournalEntry Ending(int what, DateTimeOffset time) => what < 50
            ? new JournalEntry
            {
                Kind = JournalEntryKind.Saved,
                Time = time,
                TaskId = _id,
                Index = what % 2,
                Path = $"/videos/{(what < 5 ? "shared" : $"{row}")}-{what % 3}.mp4",
                Length = what,
            }
            : new JournalEntry
            {
                Kind = JournalEntryKind.State,
                Time = time,
                TaskId = _id,
                Model = Rows.Model,
                Status = what < 60 ? ApimartTaskStatus.Failed : ApimartTaskStatus.Completed,
                StatusText = "ended",
                Created = s_start.AddSeconds(machine - 100),
                Completed = time,
                Actual = what < 80 ? what : null,
                Cost = what / 100m,
                Videos = [new JournalLink($"https://files.example/{_links++}.mp4", time.AddDays(1))],
            };
    }
}
