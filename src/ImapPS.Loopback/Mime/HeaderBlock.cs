using ImapPS.Protocol.Grammar;

namespace ImapPS.Loopback.Mime;

/// <summary>The header fields in a stretch of a message, found in one pass and read where they lie.</summary>
/// <remarks>
/// <code>
/// field = field-name ":" unstructured CRLF             ; RFC 5322 section 2.2; continued where a line begins with WSP
/// </code>
/// A line that is no field (no colon, or a space in its name) is passed over, as real servers do.
/// </remarks>
internal sealed class HeaderBlock
{
    private readonly byte[] _message;
    private readonly List<HeaderField> _fields = [];

    public HeaderBlock(byte[] message, int start, int end)
    {
        _message = message;
        for (var at = start; at < end;)
        {
            var next = LineEnd(message, at, end);
            while (next < end && message[next] is (byte)' ' or (byte)'\t')
                next = LineEnd(message, next, end);
            AddField(at, next);
            at = next;
        }
    }

    public IReadOnlyList<HeaderField> Fields => _fields;

    /// <summary>The position behind the line that begins at <paramref name="start"/>.</summary>
    public static int LineEnd(byte[] message, int start, int end)
    {
        var newline = message.AsSpan(start, end - start).IndexOf((byte)'\n');
        return newline < 0 ? end : start + newline + 1;
    }

    public ReadOnlySpan<byte> Name(HeaderField field) => _message.AsSpan(field.Start, field.NameLength);

    /// <summary>The whole field, its line ends included.</summary>
    public ReadOnlySpan<byte> Raw(HeaderField field) => _message.AsSpan(field.Start, field.End - field.Start);

    /// <summary>The first field of that name, unfolded; null if there is none. <paramref name="upperName"/> is upper case.</summary>
    public byte[]? Find(ReadOnlySpan<byte> upperName)
    {
        foreach (var field in _fields)
        {
            if (ByteText.EqualsIgnoreCase(Name(field), upperName))
                return Value(field);
        }

        return null;
    }

    /// <summary>The value with its line ends taken out and the white space around it taken off.</summary>
    public byte[] Value(HeaderField field)
    {
        var raw = _message.AsSpan(field.ValueStart, field.End - field.ValueStart);
        while (!raw.IsEmpty && IsSpace(raw[0]))
            raw = raw.Slice(1);
        while (!raw.IsEmpty && IsSpace(raw[raw.Length - 1]))
            raw = raw.Slice(0, raw.Length - 1);
        if (raw.IndexOf((byte)'\n') < 0)
            return raw.ToArray();
        var value = new byte[raw.Length];
        var length = 0;
        foreach (var b in raw)
        {
            if (b is not ((byte)'\r' or (byte)'\n'))
                value[length++] = b;
        }

        return value.AsSpan(0, length).ToArray();
    }

    public static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private void AddField(int start, int end)
    {
        var line = _message.AsSpan(start, end - start);
        var colon = line.IndexOf((byte)':');
        if (colon <= 0)
            return;
        var name = colon;
        while (name > 0 && line[name - 1] is (byte)' ' or (byte)'\t')
            name--;
        for (var i = 0; i < name; i++)
        {
            if (line[i] is <= (byte)' ' or 0x7f)
                return;
        }

        if (name > 0)
            _fields.Add(new HeaderField(start, name, start + colon + 1, end));
    }
}
