namespace Apimart.Video.Session;

/// <summary>The clients in use, one a connection, so that their sockets are reused from line to line. A closed pool may be used again.</summary>
internal sealed class ClientPool
{
    private readonly object _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private int _users;

    /// <summary>The client of a connection, until the lease is disposed.</summary>
    internal Lease Take(string fingerprint, Func<ApimartClient> create)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(fingerprint, out Entry? entry))
            {
                entry = new Entry(create());
                _entries.Add(fingerprint, entry);
            }

            entry.Users++;
            _users++;
            return new Lease(this, entry);
        }
    }

    /// <summary>Disposes all clients: those in use, in another runspace, as soon as their last user is done.</summary>
    internal void Close()
    {
        lock (_lock)
        {
            foreach (Entry entry in _entries.Values)
            {
                entry.IsRetired = true;
                entry.DisposeIfUnused();
            }

            _entries.Clear();
        }
    }

    /// <summary>Runs something if no client is in use, and before one can be.</summary>
    internal void WhenIdle(Action action)
    {
        lock (_lock)
        {
            if (_users == 0)
            {
                action();
            }
        }
    }

    private void Return(Entry entry)
    {
        lock (_lock)
        {
            entry.Users--;
            _users--;
            entry.DisposeIfUnused();
        }
    }

    /// <summary>One user's hold on a client.</summary>
    internal sealed class Lease : IDisposable
    {
        private readonly ClientPool _pool;
        private Entry? _entry;

        internal Lease(ClientPool pool, Entry entry)
        {
            _pool = pool;
            _entry = entry;
            Client = entry.Client;
        }

        internal ApimartClient Client { get; }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _entry, null) is { } entry)
            {
                _pool.Return(entry);
            }
        }
    }

    internal sealed class Entry(ApimartClient client)
    {
        internal ApimartClient Client { get; } = client;

        internal int Users { get; set; }

        internal bool IsRetired { get; set; }

        internal void DisposeIfUnused()
        {
            if (IsRetired && Users == 0)
            {
                Client.Dispose();
            }
        }
    }
}
