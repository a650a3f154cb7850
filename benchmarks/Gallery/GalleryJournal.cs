using Apimart.Video.Journal;
using Apimart.Video.Tasks;

namespace Apimart.Video.Benchmarks.Gallery;

/// <summary>A journal as the run that made the tasks would have left it, without the time that it takes to put each line on the disk.</summary>
internal static class GalleryJournal
{
    internal static void Fill(string path, IReadOnlyList<ApimartTask> tasks)
    {
        Directory.CreateDirectory(path);
        using FileStream file = new(Path.Combine(path, "journal.jsonl"), FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        uint seal = 0;
        foreach (JournalEntry entry in tasks.SelectMany(Entries))
        {
            file.Write(LineSeal.Close(JournalBatch.ToLine(entry), seal, out seal));
            file.WriteByte((byte)'\n');
        }
    }

    private static IEnumerable<JournalEntry> Entries(ApimartTask task, int at)
    {
        DateTimeOffset time = DateTimeOffset.UnixEpoch.AddDays(20_000).AddSeconds(at);
        string digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{task.Request}")));
        RowIdentity identity = new(null, task.JobName!, digest, at % 4 / 2, RowIdentity.FirstTake);
        string key = DerivedKey.Of(identity, 0);
        yield return new JournalEntry
        {
            Kind = JournalEntryKind.Intent,
            Time = time,
            Key = key,
            Writer = "0123456789abcdef0123456789abcdef",
            Job = task.JobName,
            Digest = digest,
            Occurrence = identity.Occurrence,
            RowNumber = at + 1,
            Model = task.Model,
            Prompt = task.Prompt,
            Body = task.Request,
        };
        yield return new JournalEntry { Kind = JournalEntryKind.Accepted, Time = time, Key = key, TaskId = task.TaskId, StatusText = "submitted", Created = time };
        yield return new JournalEntry
        {
            Kind = JournalEntryKind.State,
            Time = time.AddSeconds(100),
            TaskId = task.TaskId,
            Model = task.Model,
            Status = ApimartTaskStatus.Completed,
            StatusText = "completed",
            Completed = time.AddSeconds(100),
            Actual = 100,
            Cost = task.Cost,
            Videos = [new JournalLink($"https://upload.apimart.ai/f/video/{task.TaskId}.mp4", time.AddDays(1))],
        };
        yield return new JournalEntry
        {
            Kind = JournalEntryKind.Saved,
            Time = time.AddSeconds(110),
            TaskId = task.TaskId,
            Index = 0,
            Path = task.SavedFiles[0],
            Length = 12_305,
            Sha256 = new string('a', 64),
        };
    }
}
