using System.Text;
using ImapPS.Loopback.Mime;
using ImapPS.Loopback.Store;

namespace ImapPS.Loopback.Tests.Mime;

/// <summary>What a message looks like on the wire; messages are written with LF and read with CRLF.</summary>
internal static class Wire
{
    public static MessageContent Message(string text) => new(Encoding.Latin1.GetBytes(text.Replace("\r\n", "\n").Replace("\n", "\r\n")));

    public static string Envelope(string header) => Encoding.Latin1.GetString(Message(header + "\n\n").Envelope);

    public static string Structure(string text) => Encoding.Latin1.GetString(Message(text).BodyStructure);

    public static string Body(string text) => Encoding.Latin1.GetString(Message(text).Body);

    public static string Addresses(string value)
    {
        var output = new WireBuffer();
        AddressListWriter.Write(output, Encoding.Latin1.GetBytes(value));
        return Encoding.Latin1.GetString(output.Span);
    }
}
