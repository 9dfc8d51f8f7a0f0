using System.IO.Compression;

namespace ImapPS.Protocol.Framing;

/// <summary>
/// Compresses what is sent (RFC 4978, RFC 1951): octets go in by <see cref="Append"/>, and <see cref="Flush"/> gives all
/// that the peer needs to read every one of them. One thread at a time.
/// </summary>
/// <remarks>
/// <code>
/// block  = BFINAL BTYPE data                      ; RFC 1951 section 3.2.3, bit by bit
/// stored = %x00 LEN NLEN LEN*OCTET                ; section 3.2.4, BFINAL and BTYPE 0: what lies on octets already
/// </code>
/// The DeflateStream of .NET Framework can't be flushed, it keeps the last octets until its end. There each batch goes
/// out as stored blocks: valid, five octets longer than plain, and complete.
/// </remarks>
public sealed class DeflateWriter : IDisposable
{
    private const int MaxStored = ushort.MaxValue;

    private static readonly bool CanFlush = TryFlush();

    private readonly MemoryStream _out = new();
    private readonly DeflateStream? _deflate;
    private bool _taken;

    public DeflateWriter()
        : this(CanFlush)
    {
    }

    internal DeflateWriter(bool compresses)
    {
        // Base64 is most of what is sent. Fastest leaves it as large as it is; Optimal takes a quarter away, in little more time.
        if (compresses)
            _deflate = new DeflateStream(_out, CompressionLevel.Optimal, leaveOpen: true);
    }

    /// <summary>Takes octets; nothing of them is kept by reference.</summary>
    public void Append(ArraySegment<byte> octets)
    {
        if (_taken)
            _out.SetLength(0);
        _taken = false;
        if (_deflate is not null)
            _deflate.Write(octets.Array!, octets.Offset, octets.Count);
        else
            Store(octets);
    }

    /// <summary>Gives what is to be sent for all that was taken since the last time. Valid until the next <see cref="Append"/>.</summary>
    public ArraySegment<byte> Flush()
    {
        if (_taken)
            return new ArraySegment<byte>([]);
        _deflate?.Flush();
        _taken = true;
        return new ArraySegment<byte>(_out.GetBuffer(), 0, (int)_out.Length);
    }

    /// <summary>Releases the memory of the algorithm; not while another thread writes.</summary>
    public void Dispose() => _deflate?.Dispose();

    private static bool TryFlush()
    {
        using var result = new MemoryStream();
        using var deflate = new DeflateStream(result, CompressionLevel.Optimal, leaveOpen: true);
        deflate.WriteByte(0);
        deflate.Flush();
        return result.Length > 0;
    }

    private void Store(ArraySegment<byte> octets)
    {
        for (var at = 0; at < octets.Count;)
        {
            var length = Math.Min(octets.Count - at, MaxStored);
            _out.WriteByte(0);
            _out.WriteByte((byte)length);
            _out.WriteByte((byte)(length >> 8));
            _out.WriteByte((byte)~length);
            _out.WriteByte((byte)(~length >> 8));
            _out.Write(octets.Array!, octets.Offset + at, length);
            at += length;
        }
    }
}
