using System.Globalization;
using System.Text;
using ImapPS.Loopback.Mime;
using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;

namespace ImapPS.Loopback.Session.Fetching;

/// <summary>One BODY[...], BINARY[...] or RFC822... of a FETCH, read once for all its messages.</summary>
internal sealed class Section
{
    private readonly uint[] _path;
    private readonly SectionKind _kind;
    private readonly string[] _names;
    private readonly FetchSectionRequest _request;

    public Section(FetchSectionRequest request, string? oldName = null)
    {
        _request = request;
        var text = request.Section;
        var word = text.AsSpan().IndexOfAny("HTM".AsSpan());
        var numbers = word < 0 ? text : text.Substring(0, word);
        _path = numbers.Split(['.'], StringSplitOptions.RemoveEmptyEntries).Select(static n => uint.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        (_kind, _names) = ReadWord(word < 0 ? "" : text.Substring(word));
        Label = Encoding.ASCII.GetBytes(oldName ?? LabelOf(request));
    }

    /// <summary>The item's name as it stands in the answer.</summary>
    public byte[] Label { get; }

    public bool SetsSeen => !_request.Peek && !_request.SizeOnly;

    public bool IsBinary => _request.Binary;

    public bool IsSizeOnly => _request.SizeOnly;

    /// <summary>The section's octets, cut to the range that was asked for; null if there is no such part.</summary>
    /// <exception cref="UnknownEncodingException">BINARY of a part whose transfer encoding isn't known.</exception>
    public ReadOnlyMemory<byte>? Get(MessageContent message)
    {
        if (Find(message) is not { } content)
            return null;
        if (_request.Origin is not { } origin || _request.Count is not { } count || IsSizeOnly)
            return content;
        var start = (int)Math.Min(origin, (uint)content.Length);
        return content.Slice(start, (int)Math.Min(count, (uint)(content.Length - start)));
    }

    private ReadOnlyMemory<byte>? Find(MessageContent message)
    {
        // The whole message and its header don't need the parts to be found.
        if (_path.Length == 0 && _kind == SectionKind.Whole)
            return message.Bytes;
        var root = message.Root;
        switch (_kind)
        {
            case SectionKind.Whole:
                if (SectionFinder.FindPart(root, _path) is not { } part)
                    return null;
                return IsBinary || IsSizeOnly ? TransferDecoder.Decode(part) : part.BodyBytes;
            case SectionKind.Mime:
                return SectionFinder.FindPart(root, _path)?.HeaderBytes;
            case SectionKind.Header:
                return SectionFinder.FindMessage(root, _path)?.HeaderBytes;
            case SectionKind.Text:
                return SectionFinder.FindMessage(root, _path)?.BodyBytes;
            default:
                return SectionFinder.FindMessage(root, _path) is { } inside
                    ? SectionFinder.Fields(inside, _names, _kind == SectionKind.FieldsNot)
                    : null;
        }
    }

    private static (SectionKind Kind, string[] Names) ReadWord(string word)
    {
        var open = word.IndexOf('(');
        var names = open < 0 ? [] : word.Substring(open + 1).TrimEnd(')').Split([' '], StringSplitOptions.RemoveEmptyEntries);
        var kind = (open < 0 ? word : word.Substring(0, open).TrimEnd()) switch
        {
            "" => SectionKind.Whole,
            "HEADER" => SectionKind.Header,
            "TEXT" => SectionKind.Text,
            "MIME" => SectionKind.Mime,
            "HEADER.FIELDS" => SectionKind.Fields,
            "HEADER.FIELDS.NOT" => SectionKind.FieldsNot,
            _ => throw new ArgumentException($"'{word}' is no section.", nameof(word)),
        };
        return (kind, names);
    }

    private static string LabelOf(FetchSectionRequest request)
    {
        var label = (request.SizeOnly ? "BINARY.SIZE[" : request.Binary ? "BINARY[" : "BODY[") + request.Section + "]";
        return request.Origin is { } origin && !request.SizeOnly
            ? label + "<" + origin.ToString(CultureInfo.InvariantCulture) + ">"
            : label;
    }
}
