using ImapPS.Client.Mime;
using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Messages;

/// <summary>
/// A message to add, read once to learn what APPEND must know beforehand (its length, and what is in it), and once more
/// while it is sent; never held whole.
/// </summary>
/// <remarks>
/// A message on the wire has CRLF for its line ends (RFC 5322 section 2.3), a file often LF alone. Where a bare LF is met
/// every line end becomes CRLF on the way; otherwise the octets go as they are. So do those of a message with NUL in it:
/// it holds a binary part, which has no line ends.
/// </remarks>
public sealed class AppendSource : LiteralSource, IDisposable
{
    private const int ScanBuffer = 64 * 1024;

    private readonly Func<Stream> _open;
    private readonly IDisposable? _owned;
    private bool _convert;
    private long _length;

    private AppendSource(Func<Stream> open, string name, IDisposable? owned)
    {
        _open = open;
        _owned = owned;
        Name = name;
    }

    /// <summary>What it is called in messages to people: a path, mostly.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override long Length => _length;

    /// <summary>Whether there is a NUL in it, so that only a literal8 can carry it (RFC 3516 section 4.4).</summary>
    public bool HasNul { get; private set; }

    /// <summary>Whether its header holds octets above 127 (RFC 6532).</summary>
    public bool HasEightBitHeader { get; private set; }

    /// <summary>A message in memory; the bytes must not change.</summary>
    public static AppendSource FromBytes(ReadOnlyMemory<byte> bytes, string name = "the message")
    {
        var array = System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out var segment) ? segment : new ArraySegment<byte>(bytes.ToArray());
        return Scan(new AppendSource(() => new MemoryStream(array.Array!, array.Offset, array.Count, writable: false), name, null));
    }

    /// <summary>A file.</summary>
    /// <exception cref="IOException">It isn't there, or can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static AppendSource FromFile(string path) =>
        Scan(new AppendSource(() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 4096, FileOptions.SequentialScan), path, null));

    /// <summary>A stream from where it stands; it stays the caller's, who leaves it alone until the message is added.</summary>
    /// <param name="stream">One that can't seek is first copied to a temporary file.</param>
    /// <param name="name">What to call it.</param>
    /// <exception cref="IOException">It can't be read.</exception>
    public static AppendSource FromStream(Stream stream, string name = "the stream")
    {
        if (stream is null)
            throw new ArgumentNullException(nameof(stream));
        IDisposable? owned = null;
        if (!stream.CanSeek)
        {
            var copy = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, ScanBuffer, FileOptions.DeleteOnClose);
            try
            {
                stream.CopyTo(copy);
                copy.Position = 0;
            }
            catch
            {
                copy.Dispose();
                throw;
            }

            owned = copy;
            stream = copy;
        }

        var start = stream.Position;
        return Scan(new AppendSource(() => new OpenedStream(stream, start), name, owned));
    }

    /// <inheritdoc/>
    public override Stream Open() => _convert ? new TransferStream(_open(), new LineEndCoder()) : _open();

    public void Dispose() => _owned?.Dispose();

    private static AppendSource Scan(AppendSource source)
    {
        try
        {
            source.Scan();
            return source;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private void Scan()
    {
        using var stream = _open();
        var buffer = new byte[ScanBuffer];
        long total = 0, bareLf = 0, bareCr = 0;
        var last = (byte)0;
        var inHeader = true;
        var lineIsEmpty = true;
        int count;
        while ((count = stream.Read(buffer, 0, buffer.Length)) > 0)
        {
            total += count;
            for (var i = 0; i < count; i++)
            {
                var b = buffer[i];
                if (b == '\n')
                {
                    if (last != '\r')
                        bareLf++;
                    inHeader &= !lineIsEmpty;
                    lineIsEmpty = true;
                }
                else
                {
                    if (last == '\r')
                        bareCr++;
                    if (b != '\r')
                        lineIsEmpty = false;
                    HasNul |= b == 0;
                    HasEightBitHeader |= inHeader && b > 127;
                }

                last = b;
            }
        }

        if (last == '\r')
            bareCr++;
        _convert = bareLf > 0 && !HasNul;
        _length = total + (_convert ? bareLf + bareCr : 0);
    }
}
