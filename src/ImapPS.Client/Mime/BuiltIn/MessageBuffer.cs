using System.Globalization;

namespace ImapPS.Client.Mime;

/// <summary>Gathers a message in memory, up to a limit.</summary>
public static class MessageBuffer
{
    private const int ChunkSize = 80 * 1024;

    /// <summary>All bytes from the stream's position to its end.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="MimeLimitException">There are more than <paramref name="maxLength"/>.</exception>
    public static ArraySegment<byte> Read(Stream source, int maxLength, CancellationToken cancellationToken)
    {
        if (source is null)
            throw new ArgumentNullException(nameof(source));
        var expected = source.CanSeek ? source.Length - source.Position : 0;
        if (expected > maxLength)
            throw TooLarge(maxLength);
        using var buffer = new MemoryStream((int)Math.Max(expected, 0));
        var chunk = new byte[ChunkSize];
        int read;
        while ((read = source.Read(chunk, 0, chunk.Length)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (buffer.Length + read > maxLength)
                throw TooLarge(maxLength);
            buffer.Write(chunk, 0, read);
        }
        return new ArraySegment<byte>(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static MimeLimitException TooLarge(int maxLength) =>
        new(string.Format(CultureInfo.InvariantCulture, "The message is larger than {0:N0} bytes, the limit for reading one into memory.", maxLength));
}
