using System.Buffers.Text;
using System.Text;
using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Messages;

/// <summary>What stands in front of a large literal: enough to know whose it is before the response can be read.</summary>
/// <remarks>"* 5 FETCH (UID 7 BODY[2]&lt;0&gt; {100000}" (RFC 9051 section 7.5.2)</remarks>
internal readonly struct LiteralPrefix
{
    /// <summary>0 if the UID comes behind the literal.</summary>
    public uint Uid { get; private init; }

    /// <summary>The item in upper case, "BODY[2]", its origin left out.</summary>
    public string Item { get; private init; }

    public static LiteralPrefix Read(ReadOnlySpan<byte> prefix)
    {
        var end = prefix.LastIndexOf((byte)'{');
        if (end < 0)
            return new LiteralPrefix { Item = "" };
        var text = prefix.Slice(0, end);
        while (!text.IsEmpty && text[text.Length - 1] is (byte)' ' or (byte)'~')
            text = text.Slice(0, text.Length - 1);
        if (!text.IsEmpty && text[text.Length - 1] == '>')
            text = text.Slice(0, Math.Max(0, text.LastIndexOf((byte)'<')));
        var open = text.LastIndexOf((byte)'[');
        var start = open < 0 ? text.Length : text.Slice(0, open).LastIndexOfAny((byte)' ', (byte)'(') + 1;
        return new LiteralPrefix { Uid = ReadUid(text.Slice(0, start)), Item = Encoding.ASCII.GetString(text.Slice(start).ToArray()).ToUpperInvariant() };
    }

    public bool IsFor(FetchSectionRequest request) =>
        Item == (request.Binary ? "BINARY[" : "BODY[") + request.Section.ToUpperInvariant() + "]";

    private static uint ReadUid(ReadOnlySpan<byte> text)
    {
        // The first one: it can't be inside a string unless other items come before it, and then only at a sender's will.
        var open = text.IndexOf((byte)'(');
        if (open < 0)
            return 0;
        text = text.Slice(open + 1);
        while (!text.IsEmpty)
        {
            if (text.Length > 4 && (text[0] & ~0x20) == 'U' && (text[1] & ~0x20) == 'I' && (text[2] & ~0x20) == 'D' && text[3] == ' ')
                return Utf8Parser.TryParse(text.Slice(4), out uint uid, out _) ? uid : 0;
            // Only plain items may stand before it: what holds text of a message is not looked into.
            var next = text.IndexOf((byte)' ');
            if (next < 0 || text.Slice(0, next).IndexOfAny((byte)'"', (byte)'{') >= 0)
                return 0;
            text = text.Slice(next + 1);
        }

        return 0;
    }
}
