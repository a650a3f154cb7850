using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Apimart.Video.Simulator.Http;

/// <summary>A listening port on loopback and the connections it took.</summary>
internal sealed class HttpHost : IAsyncDisposable
{
    private const int Backlog = 1024;

    private readonly ConcurrentDictionary<HttpConnection, Task> _connections = new();
    private readonly Func<HttpRequest, CancellationToken, Task<HttpResponse>> _handle;
    private readonly Func<bool> _refuses;
    private CancellationTokenSource? _stop;
    private TcpListener? _listener;
    private long _bytesSent;

    /// <param name="time">The clock of slow answers and of the Date header.</param>
    /// <param name="handle">Makes the answer to a request.</param>
    /// <param name="refuses">Asked for each connection, whether it is to be closed unread.</param>
    internal HttpHost(
        TimeProvider time,
        Func<HttpRequest, CancellationToken, Task<HttpResponse>> handle,
        Func<bool> refuses)
    {
        Time = time;
        _handle = handle;
        _refuses = refuses;
    }

    internal TimeProvider Time { get; }

    internal int Port { get; private set; }

    internal Uri BaseUri => new($"http://127.0.0.1:{Port}");

    internal long BytesSent => Interlocked.Read(ref _bytesSent);

    /// <exception cref="SocketException">The port is taken.</exception>
    internal void Listen(int port)
    {
        TcpListener listener = new(IPAddress.Loopback, port);
        listener.Start(Backlog);
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _listener = listener;
        _stop = new CancellationTokenSource();
        _ = AcceptAsync(listener, _stop.Token);
    }

    /// <summary>Closes the port and every connection; does nothing where that was done already.</summary>
    internal async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref _stop, null) is not { } stop)
        {
            return;
        }

        _listener!.Dispose();
        await stop.CancelAsync().ConfigureAwait(false);
        Task[] running = [.. _connections.Values];
        foreach (HttpConnection connection in _connections.Keys)
        {
            connection.Dispose();
        }

        await Task.WhenAll(running).ConfigureAwait(false);
        stop.Dispose();
    }

    public async ValueTask DisposeAsync() => await CloseAsync().ConfigureAwait(false);

    internal async Task<HttpResponse> Handle(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await _handle(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return HttpResponse.Text(500, $"The simulator itself is at fault: {fault}", "text/plain");
        }
    }

    internal void CountSent(long bytes) => Interlocked.Add(ref _bytesSent, bytes);

    private async Task AcceptAsync(TcpListener listener, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                Socket socket = await listener.AcceptSocketAsync(cancellationToken).ConfigureAwait(false);
                if (_refuses())
                {
                    HttpConnection.Reset(socket);
                }
                else
                {
                    Serve(socket, cancellationToken);
                }
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // Either the port was closed, or one client gave up before it was taken in: the next one still counts.
            }
        }
    }

    private void Serve(Socket socket, CancellationToken cancellationToken)
    {
        socket.NoDelay = true;
        HttpConnection connection = new(socket, this);
        TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _connections[connection] = gone.Task;
        _ = Task.Run(
            async () =>
            {
                try
                {
                    await connection.RunAsync(cancellationToken).ConfigureAwait(false);
                }
                finally
                {
                    connection.Dispose();
                    _connections.TryRemove(connection, out _);
                    gone.SetResult();
                }
            },
            CancellationToken.None);
    }
}
