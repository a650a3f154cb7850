namespace Apimart.Video.Journal;

/// <summary>All that journals tell of what became of one task. As of <see cref="RowFold"/>, the order of telling does not matter.</summary>
internal sealed class TaskFold
{
    private readonly SortedDictionary<(int Index, string Path), JournalEntry> _saved = new(SavedOrder.Instance);
    private JournalEntry? _state;
    private JournalEntry? _first;
    private DateTimeOffset? _created;
    private string? _model;

    internal void Add(JournalEntry entry)
    {
        _first = _first is null ? entry : FoldOrder.Earliest(_first, entry);
        if (entry.Kind == JournalEntryKind.Saved)
        {
            FoldOrder.KeepLatest(_saved, (entry.Index ?? 0, entry.Path!), entry);
            return;
        }

        _state = _state is null ? entry : FoldOrder.Latest(_state, entry);
        _created = FoldOrder.Least(_created, entry.Created);
        _model = FoldOrder.Least(_model, entry.Model);
    }

    internal void Join(TaskFold other)
    {
        foreach (((int Index, string Path) place, JournalEntry entry) in other._saved)
        {
            FoldOrder.KeepLatest(_saved, place, entry);
        }

        _first = _first is null ? other._first : FoldOrder.Earliest(_first, other._first!);
        _state = _state is null || other._state is null ? _state ?? other._state : FoldOrder.Latest(_state, other._state);
        _created = FoldOrder.Least(_created, other._created);
        _model = FoldOrder.Least(_model, other._model);
    }

    internal DateTimeOffset Time => _first!.Time;

    /// <summary>What makes a task known that no row has: the first line that told of it.</summary>
    internal IEnumerable<JournalEntry> FirstLine() => 
        IsStateFirst ? State : [_first!.Kind == JournalEntryKind.State ? Completed(_first) : _first];

    internal IEnumerable<JournalEntry> StateLine(bool isKnown) => isKnown || !IsStateFirst ? State : [];

    internal IEnumerable<JournalEntry> SavedLines() => _saved.Values;

    private bool IsStateFirst => _state is not null && _first!.Kind == JournalEntryKind.State && _first.Time == _state.Time;

    private IEnumerable<JournalEntry> State => _state is null ? [] : [Completed(_state)];

    /// <summary>What earlier endings told and a later one leaves out.</summary>
    private JournalEntry Completed(JournalEntry state) => state with { Created = _created, Model = _model };

    private sealed class SavedOrder : IComparer<(int Index, string Path)>
    {
        internal static readonly SavedOrder Instance = new();

        public int Compare((int Index, string Path) x, (int Index, string Path) y) =>
            x.Index.CompareTo(y.Index) is var order and not 0 ? order : string.CompareOrdinal(x.Path, y.Path);
    }
}
