namespace Apimart.Video.Journal;

/// <summary>Decides under the lock whether a row may be sent, and claims it by writing its intent or its repetition.</summary>
internal sealed class RowClaimer
{
    private readonly JournalIndex _index;
    private readonly IWriterPresence _presence;
    private readonly RowIdentity? _identity;
    private readonly ClaimRequest _wanted;

    /// <param name="index">The journal's rows.</param>
    /// <param name="presence">Who lives.</param>
    /// <param name="intent">What to write where the row is new.</param>
    /// <param name="wanted">The row.</param>
    internal RowClaimer(JournalIndex index, IWriterPresence presence, JournalEntry intent, ClaimRequest wanted)
    {
        _index = index;
        _presence = presence;
        Intent = intent;
        _identity = RowIdentity.Of(intent);
        _wanted = wanted;
    }

    /// <summary>What is written where the row is new; its key is final once the row is claimed.</summary>
    internal JournalEntry Intent { get; private set; }

    /// <summary>A row outside any job has no past, unless the user wants an unknown one sent again.</summary>
    internal bool NeedsIndex => _identity is not null || _wanted.RetryUnknown;

    /// <summary>Null while another writer is sending the row.</summary>
    internal ClaimKind? Outcome { get; private set; }

    /// <summary>Decides without writing anything: what <see cref="Claim"/> would come to at this moment.</summary>
    /// <returns>The row that the journal has, or null.</returns>
    internal JournalRow? Decide()
    {
        if (NeedsIndex && _index.HasLaterEntries)
        {
            Outcome = ClaimKind.Unreadable;
            return null;
        }

        JournalRow? row = NeedsIndex ? FindRow() : null;
        Outcome = row?.Submit switch
        {
            null => ClaimKind.New,
            RowState.Free => row.WasNotExecuted ? ClaimKind.Again : ClaimKind.New,
            RowState.Accepted => _wanted.RetryFailed && row.HasFailed ? ClaimKind.New : ClaimKind.Known,
            RowState.Sending when _presence.IsAlive(row.Writer) => null,
            _ => _wanted.RetryUnknown ? ClaimKind.Repeat : ClaimKind.Unknown,
        };
        if (NeedsIndex && _index.HasDamages && Outcome is not (null or ClaimKind.Known or ClaimKind.Unknown))
        {
            // What was asked for, or answered, may stand in a line that cannot be read any more.
            Outcome = ClaimKind.Damaged;
        }

        return row;
    }

    internal JournalRow? Claim(JournalBatch batch)
    {
        JournalRow? row = Decide();
        switch (Outcome)
        {
            case ClaimKind.New:
                DeriveKey();
                batch.Add(Intent);
                break;
            case ClaimKind.Repeat or ClaimKind.Again:
                batch.Add(new JournalEntry
                {
                    Kind = JournalEntryKind.Repeat,
                    Time = Intent.Time,
                    Key = row!.Key,
                    Writer = Intent.Writer,
                });
                break;
            case ClaimKind.Unknown when row!.Submit == RowState.Sending:
                batch.Add(new JournalEntry
                {
                    Kind = JournalEntryKind.Unknown,
                    Time = Intent.Time,
                    Key = row.Key,
                    Message = JournalErrors.WriterDied,
                });
                break;
            default:
                break;
        }

        if (Outcome is not (null or ClaimKind.Unreadable or ClaimKind.Damaged)
            && _identity is not null
            && _index.FindRefused(Intent.Server, Intent.Job!, RowName.Of(_wanted.Row, _wanted.Request.Prompt)) is { } refused)
        {
            batch.Add(UnsentRow.Corrected(refused, Intent.Time));
        }

        return row;
    }

    /// <summary>A row of a job gets the key that any other machine would give it; a row outside any job keeps its random one.</summary>
    private void DeriveKey()
    {
        if (_identity is { } identity)
        {
            int attempt = _index.FindLast(identity) is { } last ? last.Attempt + 1 : 0;
            Intent = Intent with { Attempt = attempt, Key = DerivedKey.Of(identity, attempt) };
        }
    }

    private JournalRow? FindRow() => _identity is { } identity
        ? _index.Find(identity)
        : _index.Rows.FirstOrDefault(IsUnknownTwin);

    private bool IsUnknownTwin(JournalRow row) =>
        row.Job is null
        && row.Digest == Intent.Digest
        && row.Server == Intent.Server
        && (row.Submit == RowState.Unknown || (row.Submit == RowState.Sending && !_presence.IsAlive(row.Writer)));
}
