using System.Text;
using ImapPS.Client.Mime;

namespace ImapPS.Mime.Tests;

/// <summary>What every contract needs.</summary>
public abstract class EngineContract
{
    protected abstract IMimeEngine Engine { get; }

    protected ParsedMessage Read(string message, MimeReadOptions? options = null) => Read(Encoding.UTF8.GetBytes(message.ReplaceLineEndings("\r\n")), options);

    protected ParsedMessage Read(byte[] message, MimeReadOptions? options = null)
    {
        using var stream = new MemoryStream(message);
        var parsed = Engine.Read(stream, options, TestContext.Current.CancellationToken);
        Assert.True(stream.CanRead);
        return parsed;
    }

    protected static byte[] Bytes(MimePart part)
    {
        using var content = part.OpenContent();
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        return copy.ToArray();
    }

    protected static string Text(MimePart part) => Encoding.UTF8.GetString(Bytes(part));
}
