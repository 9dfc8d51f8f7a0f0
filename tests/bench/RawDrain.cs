using System.Net.Sockets;
using System.Text;

namespace ImapPS.Bench;

/// <summary>The least that any client must do: send the command and read its answer off the socket, looking at nothing but the end.</summary>
internal sealed class RawDrain : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _tag;

    public RawDrain(Target target)
    {
        _socket.Connect(target.Host, target.Port);
        _socket.Receive(_buffer);
        Run($"LOGIN {target.User} {target.Password}");
        Run("EXAMINE INBOX");
    }

    /// <returns>Octets received.</returns>
    public long Run(string command)
    {
        var tag = "d" + ++_tag;
        _socket.Send(Encoding.ASCII.GetBytes($"{tag} {command}\r\n"));
        var end = Encoding.ASCII.GetBytes($"\r\n{tag} ");
        var first = Encoding.ASCII.GetBytes($"{tag} ");
        long total = 0;
        var kept = 0;
        while (true)
        {
            var count = _socket.Receive(_buffer, kept, _buffer.Length - kept, SocketFlags.None);
            if (count == 0)
                throw new IOException("The server closed the connection.");
            var seen = _buffer.AsSpan(0, kept + count);
            // The tagged line is the last thing sent: it lies in the tail of what came.
            var tail = seen[^Math.Min(seen.Length, 512)..];
            total += count;
            if ((tail.IndexOf(end) >= 0 || (total == count && seen.StartsWith(first))) && tail[^1] == '\n')
                return total;
            kept = Math.Min(seen.Length, 256);
            seen[^kept..].CopyTo(_buffer);
        }
    }

    public void Dispose() => _socket.Dispose();
}
