using System.Text;
using Npgsql;

namespace Apimart.Video.Journal;

/// <summary>The arguments of a call that writes all entries anew: the lines, and the rows as the lines leave them.</summary>
internal sealed class RewriteRows
{
    private readonly List<string> _lines = [];
    private readonly List<string?> _keys = [];
    private readonly List<JournalRow> _rows;
    private readonly Dictionary<string, int> _last = new(StringComparer.Ordinal);

    internal RewriteRows(JournalFold fold)
    {
        JournalIndex index = new();
        uint seal = 0;
        long offset = 0;
        foreach (JournalEntry entry in fold.Lines())
        {
            byte[] json = JournalBatch.ToLine(entry);
            byte[] line = LineSeal.Close(json, seal, out seal);
            index.Add(line, offset);
            offset += line.Length + 1;
            bool ofSubmit = entry.Key is not null && entry.Kind is not (JournalEntryKind.State or JournalEntryKind.Saved or JournalEntryKind.Uploaded);
            _lines.Add(Encoding.UTF8.GetString(json));
            _keys.Add(ofSubmit ? entry.Key : null);
            if (ofSubmit)
            {
                _last[entry.Key!] = _lines.Count;
            }
        }

        _rows = [.. _last.Keys.Select(key => index.FindKey(key)!)];
    }

    internal void AddTo(NpgsqlParameterCollection parameters)
    {
        parameters.Add(AppendRows.Texts(_lines));
        parameters.Add(AppendRows.Texts(_keys));
        parameters.Add(AppendRows.Texts(_rows.Select(row => row.Key)));
        parameters.Add(AppendRows.Texts(_rows.Select(row => row.Server ?? string.Empty)));
        parameters.Add(AppendRows.Texts(_rows.Select(row => row.Identity?.Job)));
        parameters.Add(AppendRows.Texts(_rows.Select(row => row.Digest)));
        parameters.Add(AppendRows.Ints(_rows.Select(row => row.Occurrence)));
        parameters.Add(AppendRows.Ints(_rows.Select(row => row.Take)));
        parameters.Add(AppendRows.Ints(_rows.Select(row => row.Attempt)));
        parameters.Add(AppendRows.Texts(_rows.Select(StateOf)));
        parameters.Add(AppendRows.Texts(_rows.Select(row => row.Writer)));
        parameters.Add(AppendRows.Ints(_rows.Select(row => _last[row.Key!])));
    }

    private static string StateOf(JournalRow row) => row.Submit switch
    {
        RowState.Accepted => JournalEntryKind.Accepted,
        RowState.Unknown => JournalEntryKind.Unknown,
        RowState.Free => row.WasNotExecuted ? JournalEntryKind.NotExecuted : JournalEntryKind.Refused,
        _ => "submitting",
    };
}
