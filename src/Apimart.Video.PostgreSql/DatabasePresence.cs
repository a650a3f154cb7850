using Apimart.Video.Api;

namespace Apimart.Video.Journal;

/// <summary>
/// Shows by a beat of its own, in the database and by its clock, that this process lives. Who is silent for a minute counts as dead:
/// what he was sending becomes unknown, and what he left waiting is taken over.
/// </summary>
internal sealed class DatabasePresence : IWriterPresence
{
    /// <summary>How many beats have to be missed until a writer counts as dead.</summary>
    private const int BeatsOfLife = 6;

    private readonly JournalDatabase _database;
    private readonly object _gate = new();
    private string? _id;
    private ITimer? _timer;
    private TimeSpan _beat = TimeSpan.FromSeconds(10);
    private volatile IReadOnlyDictionary<string, string> _living = new Dictionary<string, string>();

    internal DatabasePresence(JournalDatabase database, TimeProvider time)
    {
        _database = database;
        Signs = new LifeSigns(time);
    }

    /// <summary>What the database was shown of this process.</summary>
    internal LifeSigns Signs { get; }

    internal string Machine { get; set; } = Environment.MachineName;

    /// <summary>What the beat keeps to; a test has a clock of its own.</summary>
    internal TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Who lives, as the database last told.</summary>
    internal IReadOnlyDictionary<string, string> Living
    {
        set => _living = value;
    }

    /// <summary>How long a writer may be silent, as the database has it.</summary>
    internal void KeepTo(TimeSpan deadAfter)
    {
        Signs.Limit = deadAfter / 2;
        lock (_gate)
        {
            if (_beat != deadAfter / BeatsOfLife)
            {
                _beat = deadAfter / BeatsOfLife;
                _timer?.Change(_beat, _beat);
            }
        }
    }

    /// <inheritdoc/>
    public string Register()
    {
        lock (_gate)
        {
            if (_id is null)
            {
                string id = _id = Guid.NewGuid().ToString("n");
                _timer = Time.CreateTimer(_ => Beat(id), null, _beat, _beat);
            }

            return _id;
        }
    }

    /// <inheritdoc/>
    public bool IsOwn(string? writer)
    {
        lock (_gate)
        {
            return writer is not null && writer == _id;
        }
    }

    /// <inheritdoc/>
    public bool IsAlive(string? writer) => writer is not null && (IsOwn(writer) || _living.ContainsKey(writer));

    /// <inheritdoc/>
    public string? ElsewhereOf(string? writer) =>
        writer is not null && _living.GetValueOrDefault(writer) is { } machine && machine != Machine ? machine : null;

    public void Dispose()
    {
        lock (_gate)
        {
            if (_id is null)
            {
                return;
            }

            _timer?.Dispose();
            string id = _id;
            _id = null;
            Quietly(() => _database.End(id));
        }
    }

    private void Beat(string id) => Quietly(() => Signs.Show(() =>
    {
        _database.Beat(id, Machine);
        return true;
    }));

    /// <summary>A beat that is missed is made up by the next one, and a farewell by silence.</summary>
    private static void Quietly(Action call)
    {
        try
        {
            call();
        }
        catch (ApimartException)
        {
            // As said above.
        }
        catch (ObjectDisposedException)
        {
            // The last beat met the end.
        }
    }
}
