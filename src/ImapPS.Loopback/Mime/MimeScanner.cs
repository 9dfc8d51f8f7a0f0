using ImapPS.Protocol.Grammar;

namespace ImapPS.Loopback.Mime;

/// <summary>Finds the parts of a message in one pass over its lines, with a stack instead of recursion.</summary>
/// <remarks>
/// <code>
/// delimiter       = CRLF "--" boundary                 ; RFC 2046 section 5.1.1: the line end belongs to the delimiter
/// close-delimiter = delimiter "--"
/// </code>
/// Past <see cref="MaxDepth"/> or <see cref="MaxParts"/> what follows is left as the content of the part it stands in.
/// </remarks>
internal sealed class MimeScanner
{
    public const int MaxDepth = 50;
    public const int MaxParts = 10_000;

    private readonly byte[] _message;
    private readonly List<MimeNode> _open = [];
    private int _parts;

    private MimeScanner(byte[] message) => _message = message;

    public static MimeNode Scan(byte[] message) => new MimeScanner(message).Run();

    private MimeNode Run()
    {
        var root = new MimeNode(_message, 0);
        _open.Add(root);
        for (var at = 0; at < _message.Length;)
        {
            var next = HeaderBlock.LineEnd(_message, at, _message.Length);
            var line = _message.AsSpan(at, next - at);
            if (line.Length > 2 && line[0] == '-' && line[1] == '-' && FindBoundary(line, out var closes) is var level and >= 0)
            {
                Close(level + 1, WithoutLineEnd(at), headerEnd: at);
                var multipart = _open[level];
                if (closes)
                    multipart.Boundary = null;
                else
                    OpenPart(multipart, next);
            }
            else if (_open[_open.Count - 1] is { BodyStart: < 0 } current && IsBlank(line))
            {
                EndHeader(current, next);
                if (_open.TrueForAll(static n => n.Boundary is null && n.BodyStart >= 0))
                    break;
            }

            at = next;
        }

        Close(0, _message.Length, _message.Length);
        return root;
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.Length == 1 || (line.Length == 2 && line[0] == '\r' && line[1] == '\n');

    private int FindBoundary(ReadOnlySpan<byte> line, out bool closes)
    {
        closes = false;
        line = line.Slice(2);
        for (var level = _open.Count - 1; level >= 0; level--)
        {
            if (_open[level].Boundary is not { } boundary || !line.StartsWith(boundary))
                continue;
            var rest = line.Slice(boundary.Length);
            closes = rest.Length >= 2 && rest[0] == '-' && rest[1] == '-';
            if (closes)
                rest = rest.Slice(2);
            if (IsWhiteSpace(rest))
                return level;
        }

        return -1;
    }

    private static bool IsWhiteSpace(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            if (!HeaderBlock.IsSpace(b))
                return false;
        }

        return true;
    }

    private int WithoutLineEnd(int at)
    {
        if (at > 0 && _message[at - 1] == '\n')
            at--;
        return at > 0 && _message[at - 1] == '\r' ? at - 1 : at;
    }

    private void Close(int level, int end, int headerEnd)
    {
        while (_open.Count > level)
        {
            var node = _open[_open.Count - 1];
            if (node.BodyStart < 0)
            {
                // The header never ended. It may open a message inside, which is closed first.
                EndHeader(node, headerEnd);
                continue;
            }

            node.End = Math.Max(node.BodyStart, end);
            node.Boundary = null;
            if (node.Kind == MimeKind.Multipart && node.Children.Count == 0)
            {
                // The grammar of BODYSTRUCTURE has no multipart without parts.
                node.Children.Add(new MimeNode(_message, node.End) { BodyStart = node.End, End = node.End, Parameters = AsciiCharset() });
            }

            _open.RemoveAt(_open.Count - 1);
        }
    }

    private static MimeParameter[] AsciiCharset() => [new("charset"u8.ToArray(), "us-ascii"u8.ToArray())];

    private void OpenPart(MimeNode multipart, int start)
    {
        if (++_parts > MaxParts)
        {
            multipart.Boundary = null;
            return;
        }

        var part = new MimeNode(_message, start);
        if (ByteText.EqualsIgnoreCase(multipart.Subtype, "DIGEST"u8))
        {
            // RFC 2046 section 5.1.5: the default inside a digest.
            part.Type = "message"u8.ToArray();
            part.Subtype = "rfc822"u8.ToArray();
        }

        multipart.Children.Add(part);
        _open.Add(part);
    }

    private void EndHeader(MimeNode node, int bodyStart)
    {
        node.BodyStart = bodyStart;
        var boundary = ReadType(node);
        var isMessage = ByteText.EqualsIgnoreCase(node.Type, "MESSAGE"u8)
            && (ByteText.EqualsIgnoreCase(node.Subtype, "RFC822"u8) || ByteText.EqualsIgnoreCase(node.Subtype, "GLOBAL"u8));
        if (boundary is null && !isMessage)
            return;
        if (_open.Count >= MaxDepth || ++_parts > MaxParts)
        {
            // Its true type would promise parts that aren't there.
            node.Type = "application"u8.ToArray();
            node.Subtype = "octet-stream"u8.ToArray();
            node.Parameters = [];
            return;
        }

        if (boundary is not null)
        {
            node.Kind = MimeKind.Multipart;
            node.Boundary = boundary;
            return;
        }

        node.Kind = MimeKind.Message;
        var inside = new MimeNode(_message, bodyStart);
        node.Children.Add(inside);
        _open.Add(inside);
    }

    /// <summary>Reads Content-Type into the node and gives a multipart's boundary.</summary>
    private static byte[]? ReadType(MimeNode node)
    {
        if (node.Header.Find("CONTENT-TYPE"u8) is not { } value)
        {
            if (node.IsText)
                node.Parameters = AsciiCharset();
            return null;
        }

        var type = ParameterizedValue.Parse(value);
        var slash = type.Main.AsSpan().IndexOf((byte)'/');
        var isMultipart = slash > 0 && ByteText.EqualsIgnoreCase(type.Main.AsSpan(0, slash), "MULTIPART"u8);
        var boundary = isMultipart ? type.Find("BOUNDARY"u8) : null;
        if (slash <= 0 || slash == type.Main.Length - 1 || (isMultipart && boundary is not { Length: > 0 }))
        {
            // RFC 2045 section 5.2: what can't be read is text/plain.
            node.Type = "text"u8.ToArray();
            node.Subtype = "plain"u8.ToArray();
            return null;
        }

        node.Type = type.Main.AsSpan(0, slash).ToArray();
        node.Subtype = type.Main.AsSpan(slash + 1).ToArray();
        node.Parameters = type.Parameters;
        return boundary;
    }
}
