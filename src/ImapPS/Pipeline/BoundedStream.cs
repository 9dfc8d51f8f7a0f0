using ImapPS.Client;
using ImapPS.Errors;

namespace ImapPS.Pipeline;

/// <summary>Gathers content in memory, and no more than was to be expected: what a server says of a size need not be true.</summary>
internal sealed class BoundedStream(long limit) : MemoryStream
{
    public override void Write(byte[] buffer, int offset, int count)
    {
        Check(count);
        base.Write(buffer, offset, count);
    }

#if NET
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Check(buffer.Length);
        base.Write(buffer);
    }
#endif

    private void Check(int count)
    {
        if (Length + count > limit)
            throw new ImapException(ImapError.BadContent, Strings.Format("MoreThanTold", limit));
    }
}
