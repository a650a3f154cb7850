using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Apimart.Video.Benchmarks.Download;

/// <summary>
/// A file host that is as fast as the loopback allows: <c>GET /LENGTH/NAME</c> gives a file of that many bytes with an MP4's
/// outer boxes. It is to run in a process of its own.
/// </summary>
internal static class LoopbackHost
{
    private const int HeaderLength = 48;
    private static readonly byte[] s_noise = Noise();

    /// <summary>Writes the port to standard output, then serves until standard input ends, as it does with its parent.</summary>
    internal static void Run()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start(backlog: 256);
        Console.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port);
        new Thread(() => Accept(listener)) { IsBackground = true }.Start();
        _ = Console.In.ReadToEnd();
    }

    private static void Accept(TcpListener listener)
    {
        while (true)
        {
            Socket socket = listener.AcceptSocket();
            socket.NoDelay = true;
            new Thread(() => Serve(socket)) { IsBackground = true }.Start();
        }
    }

    private static void Serve(Socket socket)
    {
        using (socket)
        {
            try
            {
                byte[] request = new byte[8192];
                for (int read; (read = socket.Receive(request)) > 0;)
                {
                    Answer(socket, Encoding.ASCII.GetString(request, 0, read));
                }
            }
            catch (SocketException)
            {
                // The client has what it wants.
            }
        }
    }

    private static void Answer(Socket socket, string request)
    {
        long length = long.Parse(request.Split(' ', '/')[2], CultureInfo.InvariantCulture);
        socket.Send(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nETag: \"{length}\"\r\nContent-Length: {length}\r\n\r\n"));
        socket.Send(Boxes(length));
        for (long left = length - HeaderLength; left > 0;)
        {
            left -= socket.Send(s_noise, 0, (int)Math.Min(left, s_noise.Length), SocketFlags.None);
        }
    }

    private static byte[] Boxes(long length)
    {
        byte[] boxes = new byte[HeaderLength];
        BinaryPrimitives.WriteInt32BigEndian(boxes, 24);
        "ftypisom\0\0\0\0isommp42\0\0\0\u0010moov\0\0\0\u0008trak"u8.CopyTo(boxes.AsSpan(4));
        BinaryPrimitives.WriteUInt32BigEndian(boxes.AsSpan(HeaderLength - 8), (uint)(length - HeaderLength + 8));
        "mdat"u8.CopyTo(boxes.AsSpan(HeaderLength - 4));
        return boxes;
    }

    private static byte[] Noise()
    {
        byte[] noise = new byte[1024 * 1024];
        new Random(1).NextBytes(noise);
        return noise;
    }
}
