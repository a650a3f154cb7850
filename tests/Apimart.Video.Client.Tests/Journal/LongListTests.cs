using System.Text.Json;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;
using Apimart.Video.Tasks;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>Long journals are read by several processors at once.</summary>
public sealed class LongListTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(1500)]
    public void A_long_list_is_that_of_the_rows_read_one_by_one_in_their_order(int rows)
    {
        Random dice = new(rows);
        History.Event[] events =
        [
            .. Enumerable.Range(0, rows).Select(row => new History.Event(row, 0, 0, 1)),
            .. Enumerable.Range(0, 3 * rows).Select(_ => new History.Event(dice.Next(rows), 0, dice.Next(100), 1)),
        ];
        History.Write(_folder.Path, History.Play(events, machines: 1)[0]);
        using TaskJournal journal = TaskJournal.Open(_folder.Path);

        ApimartTask[] listed = [.. journal.Query(JournalQuery.All)];
        ApimartTask[] oneByOne = [.. journal.Jobs(detailed: true).SelectMany(job => job.Tasks)];

        Assert.Equal(oneByOne.Select(Tell), listed.Where(task => task.JobName is not null).Select(Tell));
        Assert.All(listed.Where(task => task.TaskId.Length > 0), task => Assert.Equal(Tell(journal.Find(task.TaskId)!), Tell(task)));
    }

    private static string Tell(ApimartTask task) => JsonSerializer.Serialize(task);
}
