namespace ImapPS.Client.Mime;

/// <summary>Reads a header out of a message. Source: RFC 5322 sections 2.1, 2.2 and 4.5.</summary>
internal ref struct HeaderBlockReader
{
    /// <summary>RFC 5322 section 2.1.1: no line is longer, so no name is.</summary>
    private const int MaxName = 998;

    private static readonly string[] KnownFields =
    [
        "From", "To", "Cc", "Bcc", "Sender", "Reply-To", "Subject", "Date", "Received", "References", "In-Reply-To", "Return-Path",
        "Message-", "MIME-", "Content-", "X-", "DKIM-", "ARC-", "List-", "Authentication-", "Resent-",
    ];

    private readonly ReadOnlyMemory<byte> _message;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly MessageScanner _scanner;
    private int _at;

    internal HeaderBlockReader(ReadOnlyMemory<byte> message, int start, MessageScanner scanner)
    {
        _message = message;
        _bytes = message.Span;
        _scanner = scanner;
        _at = start;
    }

    /// <summary>Where the body starts, once the header was read.</summary>
    internal readonly int Position => _at;

    // fields  = *(field-name ":" unstructured CRLF), ended by an empty line
    internal List<MimeHeader> Read(int maxHeaders)
    {
        var headers = new List<MimeHeader>();
        // An mbox line in front; RFC 4155.
        if (_bytes.Slice(_at).StartsWith("From "u8) || _bytes.Slice(_at).StartsWith(">From "u8))
            _at = LineEnd(_at);
        while (_at < _bytes.Length)
        {
            var end = LineEnd(_at);
            if (IsEmpty(_at, end))
            {
                _at = end;
                break;
            }
            var colon = Colon(_at);
            if (colon < 0)
            {
                if (_scanner.IsBoundary(_at) || headers.Count == 0 || !IsKnownField(end))
                {
                    if (IsBlankLine(_at))
                        _at = end;
                    else if (headers.Count > 0)
                        _scanner.Report("The empty line between header and body is missing.");
                    break;
                }
                _scanner.Report("A line in the header is none.");
                _at = end;
                continue;
            }
            while (end < _bytes.Length && _bytes[end] is (byte)' ' or (byte)'\t' && !IsBlankLine(end))
                end = LineEnd(end);
            if (headers.Count < maxHeaders)
                headers.Add(new MimeHeader(Name(_bytes.Slice(_at, colon - _at)), _message.Slice(colon + 1, end - colon - 1)));
            else
                _scanner.Report($"The header has more than {maxHeaders} fields.");
            _at = end;
        }
        return headers;
    }

    /// <summary>Start of the next line.</summary>
    private readonly int LineEnd(int start)
    {
        var length = _bytes.Slice(start).IndexOf((byte)'\n');
        return length < 0 ? _bytes.Length : start + length + 1;
    }

    private readonly bool IsEmpty(int start, int end) => _bytes[start] == '\n' || (_bytes[start] == '\r' && end <= start + 2);

    /// <summary>A line of blanks only: no folded line is made of them (RFC 5322 section 3.2.2), so it ends a header too.</summary>
    private readonly bool IsBlankLine(int start)
    {
        while (start < _bytes.Length && _bytes[start] is (byte)' ' or (byte)'\t' or (byte)'\r')
            start++;
        return start == _bytes.Length || _bytes[start] == '\n';
    }

    /// <summary>Whether a header surely goes on at this line. Any "Word:" would do as well for a body whose empty line is missing.</summary>
    private readonly bool IsKnownField(int start)
    {
        var colon = start < _bytes.Length ? Colon(start) : -1;
        if (colon < 0)
            return false;
        var name = Name(_bytes.Slice(start, colon - start));
        foreach (var known in KnownFields)
        {
            if (name.StartsWith(known, StringComparison.OrdinalIgnoreCase) && (name.Length == known.Length || known[known.Length - 1] == '-'))
                return true;
        }
        return false;
    }

    /// <summary>Where the colon behind a field name stands, or -1 if the line is no field.</summary>
    private readonly int Colon(int start)
    {
        var line = _bytes.Slice(start, Math.Min(MaxName, _bytes.Length - start));
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == ':')
                return i == 0 ? -1 : start + i;
            // Blanks may stand before the colon (RFC 5322 section 4.5), not inside the name.
            if (line[i] is (byte)' ' or (byte)'\t')
            {
                while (i < line.Length && line[i] is (byte)' ' or (byte)'\t')
                    i++;
                return i < line.Length && line[i] == ':' && line[0] is not ((byte)' ' or (byte)'\t') ? start + i : -1;
            }
            if (line[i] is <= (byte)' ' or (byte)0x7F)
                return -1;
        }
        return -1;
    }

    private static string Name(ReadOnlySpan<byte> raw)
    {
        while (!raw.IsEmpty && raw[raw.Length - 1] is (byte)' ' or (byte)'\t')
            raw = raw.Slice(0, raw.Length - 1);
        return Charsets.DecodeUnlabelled(raw);
    }
}
