using System.Text;

namespace ImapPS.Client.Mime;

/// <summary>Finds the parts of a message. Source: RFC 2046 section 5.1.</summary>
/// <remarks>One pass over the bytes with a list of the open parts; no recursion, so nesting costs nothing but the limit.</remarks>
internal sealed class MessageScanner
{
    /// <summary>RFC 2046 section 5.1.1 has 70; real mail has a little more.</summary>
    internal const int MaxBoundary = 256;

    private readonly ReadOnlyMemory<byte> _message;
    private readonly MimeReadOptions _options;
    private readonly List<PartNode> _open = [];
    private readonly List<string> _problems = [];
    private int _parts;

    internal MessageScanner(ReadOnlyMemory<byte> message, MimeReadOptions options)
    {
        _message = message;
        _options = options;
    }

    internal IReadOnlyList<string> Problems => _problems;

    /// <summary>All parts in the order of their headers: a part comes after the one that it lies in.</summary>
    internal List<PartNode> Nodes { get; } = [];

    // multipart-body := [preamble CRLF] dash-boundary transport-padding CRLF body-part *encapsulation
    //                   close-delimiter transport-padding [CRLF epilogue]
    // dash-boundary  := "--" boundary
    // encapsulation  := delimiter transport-padding CRLF body-part
    // delimiter      := CRLF dash-boundary
    // close-delimiter := delimiter "--"

    /// <summary>Scans the message; its own body is the result.</summary>
    internal PartNode Run(CancellationToken cancellationToken)
    {
        var root = StartPart(0, null, out var at);
        // Once the message's own multipart has ended, the rest is its epilogue.
        while (at < _message.Length && _open.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var innermost = _open[_open.Count - 1];
            if (innermost.IsOpenMessage && innermost.Children.Count == 0 && HasRoom())
            {
                StartPart(at, innermost, out at);
                continue;
            }
            if (!NextBoundary(at, out var line, out var next, out var level, out var close))
                break;
            EndPartsAbove(level, line);
            if (close)
            {
                EndPartsAbove(level - 1, next);
                at = next;
            }
            else if (_parts >= _options.MaxParts)
            {
                Report($"The message has more than {_options.MaxParts} parts.");
                break;
            }
            else
            {
                StartPart(next, _open[level], out at);
            }
        }
        while (_open.Count > 0 && _open[_open.Count - 1].Boundary is null)
            Close(_message.Length);
        if (_open.Count > 0)
            Report("The end of a multipart is missing.");
        while (_open.Count > 0)
            Close(_message.Length);
        return root;
    }

    internal void Report(string problem)
    {
        if (!_problems.Contains(problem))
            _problems.Add(problem);
    }

    /// <summary>Whether a boundary of an open multipart stands at the start of this line.</summary>
    internal bool IsBoundary(int line) => Match(line, out _, out _, out _);

    private bool HasRoom()
    {
        if (_open.Count <= _options.MaxNesting && _parts < _options.MaxParts)
            return true;
        Report($"Parts lie deeper than {_options.MaxNesting}, or are more than {_options.MaxParts}.");
        return false;
    }

    private PartNode StartPart(int at, PartNode? parent, out int bodyStart)
    {
        var reader = new HeaderBlockReader(_message, at, this);
        var headers = reader.Read(_options.MaxHeaders);
        bodyStart = reader.Position;
        var contentType = StructuredField.Empty;
        string? encoding = null;
        foreach (var header in headers)
        {
            if (contentType.Value.Length == 0 && header.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
                contentType = StructuredField.Parse(header.Trimmed);
            else if (encoding is null && header.Name.Equals("Content-Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
                encoding = header.Value.Trim(' ', ';').ToLowerInvariant();
        }
        if (contentType.Value.IndexOf('/') <= 0)
            contentType = contentType with { Value = DefaultType(contentType.Value, parent) };
        var node = new PartNode { Headers = headers, ContentType = contentType, TransferEncoding = encoding ?? "7bit", BodyStart = bodyStart, BodyEnd = bodyStart };
        _parts++;
        Nodes.Add(node);
        parent?.Children.Add(node);
        _open.Add(node);
        if (node.IsMultipart)
            node.Boundary = FindBoundary(contentType);
        return node;
    }

    /// <summary>RFC 2045 section 5.2, RFC 2046 section 5.1.5: what a part is that doesn't say.</summary>
    private static string DefaultType(string declared, PartNode? parent) =>
        declared == "text" ? "text/plain"
        : declared.Length > 0 ? "application/octet-stream"
        : parent?.ContentType.Value == "multipart/digest" ? "message/rfc822"
        : "text/plain";

    private byte[]? FindBoundary(StructuredField contentType)
    {
        if (!contentType.Parameters.TryGetValue("boundary", out var boundary) || boundary.TrimEnd().Length is 0 or > MaxBoundary)
        {
            Report("A multipart has no boundary, or one that is too long.");
            return null;
        }
        return HasRoom() ? Encoding.UTF8.GetBytes(boundary.TrimEnd()) : null;
    }

    /// <summary>The next line that is a boundary of an open multipart.</summary>
    private bool NextBoundary(int at, out int line, out int next, out int level, out bool close)
    {
        var bytes = _message.Span;
        line = at;
        while (true)
        {
            if (Match(line, out next, out level, out close))
                return true;
            var step = bytes.Slice(line).IndexOf("\n--"u8);
            if (step < 0)
                return false;
            line += step + 1;
        }
    }

    private bool Match(int line, out int next, out int level, out bool close)
    {
        next = level = 0;
        close = false;
        var bytes = _message.Span.Slice(line);
        if (bytes.Length < 3 || bytes[0] != '-' || bytes[1] != '-')
            return false;
        // Boundary, two hyphens, padding: a longer line is text.
        var window = bytes.Slice(0, Math.Min(bytes.Length, MaxBoundary * 2));
        var end = window.IndexOf((byte)'\n');
        if (end < 0 && window.Length < bytes.Length)
            return false;
        var text = window.Slice(2, (end < 0 ? window.Length : end) - 2);
        while (!text.IsEmpty && text[text.Length - 1] is (byte)' ' or (byte)'\t' or (byte)'\r')
            text = text.Slice(0, text.Length - 1);
        next = line + (end < 0 ? window.Length : end + 1);
        for (level = _open.Count - 1; level >= 0; level--)
        {
            if (_open[level].Boundary is not { } boundary || !text.StartsWith(boundary))
                continue;
            var rest = text.Slice(boundary.Length);
            close = rest.SequenceEqual("--"u8);
            if (close || rest.IsEmpty)
                return true;
        }
        return false;
    }

    /// <summary>Ends what is open above a level; the line end before a boundary belongs to the boundary.</summary>
    private void EndPartsAbove(int level, int line)
    {
        var bytes = _message.Span;
        var end = line;
        if (end > 0 && bytes[end - 1] == '\n')
            end -= end > 1 && bytes[end - 2] == '\r' ? 2 : 1;
        var unclosed = false;
        while (_open.Count - 1 > level)
        {
            unclosed |= _open.Count - 2 > level && _open[_open.Count - 1].Boundary is not null;
            Close(end);
        }
        if (unclosed)
            Report("The end of a multipart is missing.");
    }

    private void Close(int end)
    {
        var node = _open[_open.Count - 1];
        node.BodyEnd = Math.Max(node.BodyStart, end);
        _open.RemoveAt(_open.Count - 1);
    }
}
